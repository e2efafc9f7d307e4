"""How cost grows, as a picture: four lines on logarithmic axes. Usage: plot.py GROWTH, what `peers growth` prints."""

import csv
import math
import sys

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720, 420, 70, 50, 20
COLOURS = ["#0b6e4f", "#b3541e", "#274690", "#7a1f5c"]

lines = {}
for row in csv.DictReader(open(sys.argv[1])):
    lines.setdefault(row["what"], []).append((float(row["size"]), float(row["ns"])))
most = 10 ** math.ceil(math.log10(max(ns for line in lines.values() for _, ns in line)))
least = 10 ** math.floor(math.log10(min(ns for line in lines.values() for _, ns in line)))
widest = max(size for line in lines.values() for size, _ in line)


def x(size):
    return LEFT + (WIDTH - LEFT - 20) * math.log10(size) / math.log10(widest)


def y(ns):
    share = (math.log10(ns) - math.log10(least)) / (math.log10(most) - math.log10(least))
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share


def words(ns):
    for unit, factor in (("s", 1e9), ("ms", 1e6), ("µs", 1e3)):
        if ns >= factor:
            return f"{ns / factor:g} {unit}"
    return f"{ns:g} ns"


print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">')
print(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>')
tick = least
while tick <= most:
    print(f'<line x1="{LEFT}" x2="{WIDTH - 20}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#ddd"/>')
    print(f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end">{words(tick)}</text>')
    tick *= 10
tick = 1
while tick <= widest:
    print(f'<text x="{x(tick):.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{tick:,}</text>')
    tick *= 10
print(f'<text x="{(WIDTH + LEFT) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">how many</text>')
for place, (name, line) in enumerate(lines.items()):
    colour = COLOURS[place % len(COLOURS)]
    points = " ".join(f"{x(size):.1f},{y(ns):.1f}" for size, ns in line)
    print(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for size, ns in line:
        print(f'<circle cx="{x(size):.1f}" cy="{y(ns):.1f}" r="3" fill="{colour}"/>')
    print(f'<text x="{LEFT + 12}" y="{TOP + 16 * (place + 1)}" fill="{colour}">{name}</text>')
print("</svg>")
