"""Writes ion_stopping_*.csv, ion_range_start.csv, cutoff_rigidity.csv and solar_protons.csv from their sources.

usage: python3 resample_ions.py FOLDER_WITH_THE_SOURCES

Sources: ion_let_range_SRIM_{Al,Si}.csv (SRIM stopping powers and projected ranges as tabulated in PRBEM/IRBEM-extras
csda_rpp, MIT), cutoff_rigidity_vertical_450km_IGRF2015.csv (own backward tracing), spe_creme96_worst_day_protons_1AU.csv
and spe_esp_psychic_protons_1AU.csv (SPENVIS 4.6.13 output published in github tdloveless/me-radfx).
"""

import math
import sys

SYMBOLS = ("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni").split()
ELECTRON, NUCLEON = 0.51099895, 931.494  # MeV
# Z/A, mean excitation energy eV, density effect of Sternheimer, Berger & Seltzer (1984): -C, x0, x1, a, k; recalled.
MEDIA = {"aluminium": (13 / 26.982, 166.0, 4.2395, 0.1708, 3.0127, 0.0802, 3.6345),
         "silicon": (14 / 28.086, 173.0, 4.4355, 0.2015, 2.8716, 0.1492, 3.2546)}


def rows(path):
    with open(path) as file:
        lines = [line.strip() for line in file if not line.startswith("#")]
    names = lines[0].split(",")
    return [dict(zip(names, line.split(","))) for line in lines[1:]]


def bethe(medium, energy):
    """MeV cm2/mg over Z^2 of a heavy ion at energy [MeV per nucleon]."""
    z_over_a, excitation, minus_c, x0, x1, a, k = MEDIA[medium]
    gamma = 1 + energy / NUCLEON
    beta2 = 1 - 1 / gamma**2
    x = math.log10(math.sqrt(gamma**2 - 1))
    delta = 0.0
    if x > x0:
        delta = 2 * math.log(10) * x - minus_c + (a * (x1 - x) ** k if x < x1 else 0)
    largest = 2 * ELECTRON * (gamma**2 - 1) / (1 + 2 * gamma * ELECTRON / NUCLEON + (ELECTRON / NUCLEON) ** 2)
    logarithm = 0.5 * math.log(2 * ELECTRON * (gamma**2 - 1) * largest / (excitation * 1e-6) ** 2)
    return 0.307075e-3 * z_over_a / beta2 * (logarithm - beta2 - delta / 2)


def stopping(folder, medium, short):
    table, start, mass = {}, {}, {}
    for row in rows(f"{folder}/ion_let_range_SRIM_{short}.csv"):
        table.setdefault(int(row["Z"]), {})[float(row["E_MeV_per_nuc"])] = float(row["LET_MeVcm2_per_mg"])
        start.setdefault(int(row["Z"]), {})[float(row["E_MeV_per_nuc"])] = float(row["range_um"])
        mass[int(row["Z"])] = int(row["mass_number"])
    grid = sorted(table[1])
    while grid[-1] < 0.999e5:
        grid.append(round(grid[-1] * 10**0.125, 5 - len(str(int(grid[-1])))) if grid[-1] < 0.7e5 else 1e5)
    start = {z: ranges[grid[0]] for z, ranges in start.items()}
    for z, values in table.items():
        last = max(e for e in values if e < 8000)  # the last figures of O, F, Ne, Mg, ... there are slips
        for energy in grid:
            if energy > last:
                values[energy] = values[last] * bethe(medium, energy) / bethe(medium, last)
    table[21] = {e: 21**2 * (table[20][e] / 20**2 + table[22][e] / 22**2) / 2 for e in grid}
    start[21], mass[21] = (start[20] + start[22]) / 2, 45
    with open(f"ion_stopping_{medium}.csv", "w") as out:
        out.write(f"""# Stopping power of ions in {medium} [MeV cm2/mg], electronic and nuclear, against energy [MeV per nucleon].
# Source: SRIM tables (J. F. Ziegler) as stored in github PRBEM/IRBEM-extras csda_rpp (MIT), interpolated log-log to this
# grid; read. Above 7.5 GeV per nucleon: the last figure carried on by the Bethe formula with the
# density effect of Sternheimer, Berger & Seltzer (1984) (parameters recalled). Sc: mean of Ca and Ti scaled by Z^2.
# Written by resample_ions.py.
E_MeV_per_n,{",".join(SYMBOLS)}
""")
        for energy in grid:
            out.write(f"{energy:g}," + ",".join(f"{table[z][energy]:.4g}" for z in range(1, 29)) + "\n")
    return start, mass, grid[0]


def cutoff(folder):
    table = {}
    for row in rows(f"{folder}/cutoff_rigidity_vertical_450km_IGRF2015.csv"):
        table.setdefault(int(row["lat_deg"]), {})[int(row["lon_deg"])] = float(row["Reff_GV"])
    longitudes = sorted(table[0])
    for pole, ring in ((-90, -85), (90, 85)):
        mean = sum(table[ring].values()) / len(table[ring])
        table[pole] = {longitude: mean for longitude in longitudes}
    with open("cutoff_rigidity.csv", "w") as out:
        out.write("""# Effective vertical cutoff rigidity [GV] (penumbra taken out) at 450 km, against geodetic latitude [deg] (rows) and
# east longitude [deg] (columns). Own backward tracing of protons in IGRF 2015 to degree 10, internal field only, steps of
# 0.05 GV. The poles are the means of the rings at 85 deg. Written by resample_ions.py.
""")
        out.write("latitude_deg," + ",".join(str(longitude) for longitude in longitudes) + "\n")
        for latitude in sorted(table):
            out.write(f"{latitude}," + ",".join(f"{table[latitude][l]:.3f}".rstrip("0").rstrip(".") for l in longitudes)
                      + "\n")


def solar(folder):
    day = rows(f"{folder}/spe_creme96_worst_day_protons_1AU.csv")
    total = rows(f"{folder}/spe_esp_psychic_protons_1AU.csv")
    with open("solar_protons.csv", "w") as out:
        out.write("""# Solar protons at 1 au outside the Earth's field, above an energy [MeV].
# worst_day: CREME96 worst day, m^-2 sr^-1 s^-1, and per MeV; esp: ESP-PSYCHIC total fluence at 0.95 confidence, cm^-2,
# for 2 active years and for a mission of 3 active and 4 quiet years.
# Source: SPENVIS 4.6.13.3554 runs published in github tdloveless/me-radfx HW/HW_02_Solutions, read; figures of the
# outputs re-tabulated by resample_ions.py.
E_MeV,worst_day_integral,worst_day_differential,esp_2_years,esp_3_years
""")
        for a, b in zip(day, total):
            assert a["E_MeV"] == b["E_MeV"]
            out.write(",".join((a["E_MeV"], a["integral_m-2_sr-1_s-1"], a["differential_m-2_sr-1_s-1_MeV-1"],
                                b["fluence95_2yr"], b["fluence95_3max4min_yr"])) + "\n")


def main(folder):
    starts = {}
    for medium, short in (("aluminium", "Al"), ("silicon", "Si")):
        starts[medium], mass, lowest = stopping(folder, medium, short)
    with open("ion_range_start.csv", "w") as out:
        out.write(f"""# Projected range [um] of ions at the first energy of ion_stopping_*.csv, {lowest} MeV per nucleon, in aluminium of
# 2.702 g/cm3 and silicon of 2.3212 g/cm3, of the isotope of this mass number. Source as there. Sc: mean of Ca and Ti.
Z,mass_number,aluminium_um,silicon_um
""")
        for z in range(1, 29):
            out.write(f"{z},{mass[z]},{starts['aluminium'][z]:.4g},{starts['silicon'][z]:.4g}\n")
    cutoff(folder)
    solar(folder)


main(sys.argv[1])
