#!/usr/bin/env python3
"""Makes places.csv, the places of Peru that a new network starts with, from two sources.

    places.py UBIGEOS_DIR LIMA_CALLAO_CSV OUT_CSV

UBIGEOS_DIR is the npm package `ubigeos` 2.x (INEI codes and names, accents included, as of 2020:
25 departments, 196 provinces, 1,867 districts; districts made later are imported by the operator).
LIMA_CALLAO_CSV is kept by hand: RENIEC codes, centres in degrees (WGS 84) and spelling of the 50
districts of Lima and Callao. What is not known stays empty.

Columns of OUT_CSV: code,level,parent,name,inei,reniec,latitude,longitude. The code of a
department, province or district is its INEI code (2, 4 or 6 digits); the country's is PE.
"""
import csv
import re
import sys

ROW = re.compile(r"""^data\.set\('(\d+)', (?:'([^']+)'|"([^"]+)")\);""", re.MULTILINE)
# Where the package abbreviates or misspells.
NAMES = {
    '0203': 'Antonio Raimondi',
    '0701': 'Callao',
}


def read_codes(ubigeos_dir, noun, digits, least):
    """{code: name} of one of the package's data files; stops if its form is not the known one."""
    path = f'{ubigeos_dir}/dist/data/{noun}.data.js'
    try:
        with open(path, encoding='utf-8') as f:
            text = f.read()
    except FileNotFoundError:
        sys.exit(f'{path} is missing: run «make deps»')
    codes = {code: single or double for code, single, double in ROW.findall(text)}
    if len(codes) != text.count('data.set(') or len(codes) < least:
        sys.exit(f'{path}: not in the form of ubigeos 2.1')
    if any(len(code) != digits for code in codes):
        sys.exit(f'{path}: a code is not of {digits} digits')
    codes.update((code, name) for code, name in NAMES.items() if code in codes)
    return codes


def read_known(path):
    """{INEI code: row} of the districts kept by hand."""
    with open(path, encoding='utf-8', newline='') as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        if not re.fullmatch(r'\d{6}', row['inei']) or not re.fullmatch(r'\d{6}', row['reniec']):
            sys.exit(f'{path}: a code is not of six digits: {row}')
        if not (-18.4 < float(row['latitude']) < 0 and -81.4 < float(row['longitude']) < -68.6):
            sys.exit(f'{path}: outside Peru: {row}')
    return {row['inei']: row for row in rows}


def places(ubigeos_dir, known):
    """The rows, each parent before its children."""
    departments = read_codes(ubigeos_dir, 'region', 2, 25)
    provinces = read_codes(ubigeos_dir, 'province', 4, 196)
    districts = read_codes(ubigeos_dir, 'district', 6, 1867)
    for code in list(provinces) + list(districts):
        if code[:-2] not in (provinces if len(code) == 6 else departments):
            sys.exit(f'ubigeos: {code} has no parent')
    for code in known:
        if code not in districts:
            sys.exit(f'{code} is not in ubigeos')
    yield ['PE', 'country', '', 'Perú', '', '', '', '']
    for code, name in sorted(departments.items()):
        yield [code, 'department', 'PE', name, code, '', '', '']
    for code, name in sorted(provinces.items()):
        yield [code, 'province', code[:2], name, code, '', '', '']
    for code, name in sorted(districts.items()):
        row = known.get(code, {})
        yield [code, 'district', code[:4], row.get('name', name), code, row.get('reniec', ''),
               row.get('latitude', ''), row.get('longitude', '')]


def main():
    ubigeos_dir, known_path, out_path = sys.argv[1:]
    rows = list(places(ubigeos_dir, read_known(known_path)))
    with open(out_path, 'w', encoding='utf-8', newline='') as f:
        writer = csv.writer(f, lineterminator='\n')
        writer.writerow(['code', 'level', 'parent', 'name', 'inei', 'reniec', 'latitude', 'longitude'])
        writer.writerows(rows)


if __name__ == '__main__':
    main()
