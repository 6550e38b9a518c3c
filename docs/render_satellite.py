"""Renders a sized satellite with ParaView 5.11: pvbatch docs/render_satellite.py satellite.vtm satellite.png

Without a screen: xvfb-run -a -s "-screen 0 1280x1024x24" pvbatch ...
"""

import sys

from paraview.simple import (ColorBy, CreateView, GetActiveCamera, GetColorTransferFunction, GetScalarBar, OpenDataFile,
                             Render, SaveScreenshot, Show)

source = OpenDataFile(sys.argv[1])
view = CreateView("RenderView")
view.ViewSize = [1200, 640]
view.UseColorPaletteForBackground = 0
view.Background = [1, 1, 1]
view.OrientationAxesLabelColor = [0, 0, 0]
display = Show(source, view)
display.Representation = "Surface"
display.Ambient, display.Diffuse = 0.7, 0.4
array = "Temperature [K]"
ColorBy(display, ("CELLS", array))
display.RescaleTransferFunctionToDataRange(True)
colors = GetColorTransferFunction(array)
colors.ApplyPreset("Inferno (matplotlib)", True)
display.SetScalarBarVisibility(view, True)
bar = GetScalarBar(colors, view)
bar.TitleColor = bar.LabelColor = [0, 0, 0]
bar.Title = array
bar.ComponentTitle = ""
bar.AutomaticLabelFormat = 0
bar.LabelFormat = bar.RangeLabelFormat = "%-#6.1f"
bar.Orientation = "Horizontal"
bar.WindowLocation = "Lower Center"
# From behind and beside, the wings' axis level, so that panel and wings are both seen.
view.CameraPosition = [-90, -45, 55]
view.CameraFocalPoint = [-4, 0, 0]
view.CameraViewUp = [0, 0, 1]
view.ResetCamera()
Render(view)  # the first picture sets the camera anew
GetActiveCamera().Zoom(1.8)
Render(view)
SaveScreenshot(sys.argv[2], view)
