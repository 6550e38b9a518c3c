#pragma once

namespace sunrack::app {

/// Starts the program anew, with the same arguments, if threads of OpenMP would wait for each other in loops
/// of milliseconds, as is the runtime's habit: beside another busy process a solution by two threads then
/// takes ten times as long as by one, since the one waited for cannot run. The runtime takes its orders from
/// the environment, and only when it is loaded. Returns if they have been given, or if it cannot be done.
void wait_shortly(char** arguments);

}  // namespace sunrack::app
