#!/usr/bin/env python3
"""Writes the invented data of the trade programme: tradesmen's companies and two years at the counter.

    python3 journeys/programme-pro/make-data.py [FOLDER]

The seed is fixed: the same files come out on every machine, byte for byte (see `invented.py`).
"""

import random
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import FIRST_NAMES, LAST_NAMES, address_of, at_time, between, chance, day, email_of, folder_asked, minute, mobile_of, oui_non, one_of, waiting_days, weighted, write  # noqa: E402

SEED = 20250630
COMPANIES = 300
BEGIN, RUN, END = datetime(2024, 1, 1), datetime(2025, 1, 1), datetime(2026, 1, 1)
SUMMER = [(datetime(2024, 8, 5), datetime(2024, 8, 26)), (datetime(2025, 8, 4), datetime(2025, 8, 25))]

TRADES = [("macon", 20), ("couvreur", 12), ("plombier", 22), ("electricien", 18), ("peintre", 16), ("menuisier", 12)]
NAMES = {
    "macon": "Maçonnerie",
    "couvreur": "Toitures",
    "plombier": "Plomberie",
    "electricien": "Électricité",
    "peintre": "Peinture",
    "menuisier": "Menuiserie",
}
REPS = ["Aubin", "Brice", "Coralie", "Delphine", "Ernest", "Flavie"]
LEAVES, TAKES_OVER, FROM = "Brice", "Flavie", datetime(2025, 4, 1)


@dataclass(frozen=True)
class Size:
    """How a kind of company buys: mean days between purchases, mean amount, chance to have a sales rep."""

    days_between: float
    amount: float
    rep: float


SIZES = [(Size(10, 330, 0.95), 16), (Size(24, 230, 0.55), 44), (Size(70, 130, 0.08), 40)]


def in_summer(at):
    return any(first <= at < last for first, last in SUMMER)


def purchases_of(rng, size, opened):
    """When, for how much and where one company buys; one in eight goes elsewhere for some months of 2025."""
    pause = None
    if chance(rng, 0.13):
        first = RUN + timedelta(days=int(rng.random() * 240))
        pause = (first, first + timedelta(days=between(rng, 65, 150)))
    rows = []
    at = max(opened, BEGIN) + timedelta(days=waiting_days(rng, size.days_between))
    while at < END:
        elsewhere = pause and pause[0] <= at < pause[1]
        if at.weekday() < 6 and not in_summer(at) and not elsewhere:
            where = weighted(rng, [("comptoir", 62), ("chantier", 26), ("web", 12)])
            when = at_time(rng, at, 390, 1_080)
            amount = 12 + waiting_days(rng, size.amount)
            rows.append((when, amount, where))
        at += timedelta(days=0.5 + waiting_days(rng, size.days_between - 0.5))
    return rows


def invoices_of(purchases):
    """One a month for what was bought in the month before, from January 2025 on."""
    months = defaultdict(float)
    for at, amount, _ in purchases:
        months[(at.year, at.month)] += amount
    rows = []
    for (year, month), amount in sorted(months.items()):
        sent = datetime(year + month // 12, month % 12 + 1, 1, 6)
        if RUN <= sent < END:
            rows.append((sent, f"{amount:.2f}"))
    return rows


def conversions_of(rng, purchases, joined):
    """Points are spent now and then, at the counter, once there are enough of them."""
    balance, rows = 0, []
    for at, amount, where in purchases:
        balance += int(amount)
        if joined and at > joined and where == "comptoir" and balance >= 3_000 and chance(rng, 0.07):
            spent = min(balance // 1_000 * 1_000, 5_000)
            balance -= spent
            rows.append((at + timedelta(minutes=6), spent, weighted(rng, [("outillage", 60), ("avoir", 30), ("voyage", 10)])))
    return rows


def main(folder):
    rng = random.Random(SEED)
    companies, files = [], defaultdict(list)

    def add(name, company, at, *values):
        if at < END:
            files[name].append((company, minute(at), *values))

    for number in range(COMPANIES):
        company = f"E{number + 1:04}"
        trade, size = weighted(rng, TRADES), weighted(rng, SIZES)
        family = one_of(rng, LAST_NAMES)
        opened = BEGIN - timedelta(days=between(rng, 30, 2_500)) if chance(rng, 0.82) else BEGIN + timedelta(days=int(rng.random() * 600))
        postcode, street = address_of(rng)
        address = street if chance(rng, 0.97) else ""
        rep = one_of(rng, REPS) if chance(rng, size.rep) else ""
        companies.append(
            (
                company,
                f"{NAMES[trade]} {family}",
                one_of(rng, FIRST_NAMES) if chance(rng, 0.9) else "",
                email_of(family, company) if chance(rng, 0.88) else "",
                mobile_of(number) if chance(rng, 0.85) else "",
                address,
                postcode,
                trade,
                rep,
                oui_non(chance(rng, 0.86)),
                oui_non(chance(rng, 0.7)),
                oui_non(chance(rng, 0.02)),
                day(opened),
            )
        )
        if rep == LEAVES:
            add("changements", company, FROM, "commercial", TAKES_OVER)

        joined = None
        if chance(rng, 0.78):
            first = max(opened, BEGIN) if chance(rng, 0.62) else max(opened, RUN)
            joined = at_time(rng, first + timedelta(days=between(rng, 2, 300)), 400, 1_050)
            add("adhesions", company, joined)
        bought = purchases_of(rng, size, opened)
        for at, amount, where in bought:
            add("achats", company, at, f"{amount:.2f}", int(amount), where)
        for at, amount in invoices_of(bought):
            add("factures", company, at, amount)
        for at, points, present in conversions_of(rng, bought, joined):
            add("conversions", company, at, points, present)

        if joined and chance(rng, 0.34):
            at = at_time(rng, joined + timedelta(days=10 + waiting_days(rng, 160)), 420, 1_020)
            for _ in range(between(rng, 1, 4)):
                add("services", company, at, weighted(rng, [("livraison", 45), ("formation", 15), ("conseil", 20), ("pret_outillage", 20)]))
                at += timedelta(days=1 + waiting_days(rng, 60))
        if joined and chance(rng, 0.72):  # the yearly survey goes out in May
            answered = at_time(rng, datetime(2025, 5, 12) + timedelta(days=int(rng.random() * 25)), 690, 1_320)
            note = weighted(rng, [(10, 18), (9, 24), (8, 24), (7, 18), (6, 10), (5, 6), (3, 6)])
            if answered > joined:
                add("satisfaction", company, answered, note)
                if note >= 9 and chance(rng, 0.25):
                    add("parrainages", company, at_time(rng, answered + timedelta(days=20 + waiting_days(rng, 40)), 480, 1_080))
        if rep and chance(rng, 0.3):
            at = at_time(rng, RUN + timedelta(days=int(rng.random() * 320)), 480, 1_020)
            add("negociations", company, at, "ouverte")
            add("negociations", company, at_time(rng, at + timedelta(days=between(rng, 10, 45)), 480, 1_020), "close")
        if joined and trade in ("electricien", "plombier") and chance(rng, 0.3):
            asked = at_time(rng, datetime(2025, 9, 10) + timedelta(days=int(rng.random() * 18)), 400, 1_080)
            add("inscriptions", company, asked, "2025-10-02")

    header = "id raison dirigeant email mobile adresse code_postal metier commercial optin_email optin_sms opposition ouverture_compte"
    write(folder, "entreprises.csv", header.split(), companies)
    fields = {
        "adhesions": [],
        "achats": ["montant", "points", "lieu"],
        "factures": ["montant"],
        "conversions": ["points", "cadeau"],
        "services": ["nature"],
        "satisfaction": ["note"],
        "parrainages": [],
        "negociations": ["etat"],
        "inscriptions": ["matinee"],
        "changements": ["attribut", "valeur"],
    }
    for name, columns in fields.items():
        write(folder, f"{name}.csv", ["compte", "date", *columns], sorted(files[name], key=lambda row: (row[1], row[0])))


if __name__ == "__main__":
    main(folder_asked(__file__))
