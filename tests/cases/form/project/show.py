"""show.py FILE SHEET AREA...: formulas and stored results of a workbook."""
import sys
import warnings

from openpyxl import load_workbook

warnings.simplefilter("ignore")
path, sheet, *areas = sys.argv[1:]
formulas, results = load_workbook(path)[sheet], load_workbook(path, data_only=True)[sheet]
for area in areas:
    for row in formulas[area]:
        print(" | ".join(f"{cell.value} → {results[cell.coordinate].value}" if cell.data_type == "f" else str(cell.value or "") for cell in row))
