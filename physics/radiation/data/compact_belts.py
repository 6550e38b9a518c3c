"""Rewrites a sampled table of a trapped-particle model compactly and checks that no value has changed.

Usage: compact_belts.py SAMPLED.csv COMPACT.csv

The sampled table has a row for each L and each of 61 values of B/B0, with log10 of the integral flux at each
native energy to three decimals. The compact one writes, for each L, its largest B/B0 and 61 short rows: the
first value in thousandths, then how much each next energy lies below the one before; energies without flux are
left out. It is a quarter as long and holds the same numbers.
"""

import sys

STEPS = 61


def read_sampled(path):
    comments, header, blocks = [], None, {}
    for line in open(path):
        line = line.strip()
        if line.startswith("#"):
            comments.append(line)
        elif header is None:
            header = line.split(",")
        else:
            cells = line.split(",")
            blocks.setdefault(cells[0], []).append((cells[1], [round(float(c) * 1000) for c in cells[2:]]))
            for cell in cells[2:]:
                assert abs(float(cell) * 1000 - round(float(cell) * 1000)) < 1e-6, "not three decimals: " + cell
    return comments, [name[1:] for name in header[2:]], blocks


def encode(values):
    while values and values[-1] == 0:
        values = values[:-1]
    if not values:
        return "-"
    return ",".join(str(v) for v in [values[0]] + [a - b for a, b in zip(values, values[1:])])


def decode(line, width):
    if line == "-":
        return [0] * width
    values = [int(c) for c in line.split(",")]
    for i in range(1, len(values)):
        values[i] = values[i - 1] - values[i]
    return values + [0] * (width - len(values))


def main(source, target):
    comments, energies, blocks = read_sampled(source)
    with open(target, "w") as out:
        for comment in comments[:1]:
            out.write(comment.replace("log10 of integral", "log10 of the integral") + "\n")
        out.write("# US Government work (Sawyer & Vette, NSSDC 76-06, 1976; Vette, NSSDC 91-24, 1991). Own sampling;\n")
        out.write("# rewritten by compact_belts.py, which checks that every value is the sampled one.\n")
        out.write("# After the line of native energies (MeV) a block for each L: its line L,Lvalue,Bmax with the largest\n")
        out.write("# B/B0 that has flux, then 61 rows k = 0..60 at B/B0 = Bmax^u, u = 1-(1-k/60)^2 (B0 = 0.311653 G/L^3).\n")
        out.write("# A row: 1000 log10(flux) above the first energy, then the drop from each energy to the next; energies\n")
        out.write("# without flux are left out; - where there is none at all.\n")
        out.write("# Interpolate: ln Bmax linear in L; x = ln(B/B0)/ln Bmax(L), no flux for x > 1; log10 flux bilinear in\n")
        out.write("# (L, x), then linear in energy; where the next energy has none, the smaller of that and the straight\n")
        out.write("# line through the two energies below.\n")
        out.write("E," + ",".join(energies) + "\n")
        for l, rows in blocks.items():
            assert len(rows) == STEPS, "L = %s has %d rows" % (l, len(rows))
            out.write("L,%s,%s\n" % (l, rows[-1][0]))
            for k, (ratio, values) in enumerate(rows):
                wanted = float(rows[-1][0]) ** (1 - (1 - k / (STEPS - 1)) ** 2)
                assert abs(float(ratio) / wanted - 1) < 2e-5, (l, k, ratio, wanted)
                row = encode(values)
                assert decode(row, len(energies)) == values
                out.write(row + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
