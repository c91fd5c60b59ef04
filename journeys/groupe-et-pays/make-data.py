#!/usr/bin/env python3
"""Writes the invented data of a cosmetics group with subsidiaries in four countries: customers, memberships, purchases, complaints.

Nobody in these files exists (see journeys/invented.py). The seed is fixed: the same files come out on every machine, byte for byte.

    python3 journeys/groupe-et-pays/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script. Only the standard library is used.
"""

import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True  # no folder beside the programmes
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (
    FIRST_NAMES,
    STREETS,
    at_time,
    between,
    chance,
    day,
    email_of,
    folder_asked,
    minute,
    mobile_of,
    one_of,
    oui_non,
    waiting_days,
    weighted,
    write,
)

SEED = 20250401
CUSTOMERS = 900
BEGIN = datetime(2024, 1, 1)
RUN = datetime(2025, 1, 1)
END = datetime(2026, 1, 1)

SPANISH_NAMES = "Adriana Alejandro Beatriz Carmen Elena Fernando Inés Irene Javier Lucía Manuel Marta Nuria Pablo Rocío Sofía".split()
ITALIAN_NAMES = "Alessia Andrea Bianca Carlo Chiara Davide Elisa Francesca Giulia Lorenzo Luca Marta Matteo Paola Silvia Sofia".split()

# Share of the customers, first names, and how many have agreed to e-mails.
COUNTRIES = {
    "fr": (44, FIRST_NAMES, 0.80),
    "be": (12, FIRST_NAMES, 0.72),
    "es": (24, SPANISH_NAMES, 0.77),
    "it": (20, ITALIAN_NAMES, 0.58),
}

# Mean days between purchases, chance to stop coming after each, and share of the customers.
RHYTHMS = [((30, 0.03), 18), ((65, 0.08), 40), ((130, 0.18), 27), ((50, 0.9), 15)]


def purchases_of(rng, joined_at):
    (rhythm, leaves), purchases = weighted(rng, RHYTHMS), []
    if joined_at >= BEGIN and chance(rng, 0.12):  # a membership that never becomes a customer
        return purchases
    at = max(joined_at, BEGIN) + timedelta(days=waiting_days(rng, 12 if joined_at >= BEGIN else rhythm))
    while at < END:
        channel = "boutique" if chance(rng, 0.7) else "web"
        at = at_time(rng, at, 600, 1_170) if channel == "boutique" else at_time(rng, at, 450, 1_380)
        if at < joined_at:
            at = joined_at + timedelta(minutes=5)
        if at >= END:
            break
        purchases.append((at, round((7 + waiting_days(rng, 31)) * 100) / 100, channel))
        if chance(rng, leaves):
            break
        at += timedelta(days=1 + waiting_days(rng, rhythm))
    return purchases


def main(folder):
    rng = random.Random(SEED)
    customers, joins, purchases, complaints = [], [], [], []
    for number in range(CUSTOMERS):
        customer = f"G{number + 1:04}"
        country = weighted(rng, [(country, share) for country, (share, _, _) in COUNTRIES.items()])
        _, names, agrees = COUNTRIES[country]
        name = one_of(rng, names)
        joined = at_time(rng, BEGIN + timedelta(days=int(rng.random() * 1_330) - 600), 600, 1_200)
        bought = purchases_of(rng, joined)
        has_email, has_phone = chance(rng, 0.9), chance(rng, 0.68)
        birthday = datetime(between(rng, 1950, 2004), 1, 1) + timedelta(days=int(rng.random() * 365))
        if number % 200 == 73:
            birthday = datetime(1992, 2, 29)
        customers.append(
            (
                customer,
                name if chance(rng, 0.97) else "",
                email_of(name, customer) if has_email else "",
                mobile_of(number) if has_phone else "",
                f"{between(rng, 1, 140)} {one_of(rng, STREETS)}" if chance(rng, 0.8) else "",
                country,
                day(birthday) if chance(rng, 0.76) else "",
                oui_non(has_email and chance(rng, agrees)),
                oui_non(has_phone and chance(rng, 0.55)),
                oui_non(chance(rng, 0.01)),
            )
        )
        if BEGIN <= joined < END:
            joins.append((customer, joined))
        for at, amount, channel in bought:
            purchases.append((customer, at, f"{amount:.2f}", channel))
            if chance(rng, 0.025):
                opened = at_time(rng, at + timedelta(days=1 + int(rng.random() * 8)), 500, 1_200)
                closed = at_time(rng, opened + timedelta(days=1 + int(waiting_days(rng, 12))), 500, 1_200)
                if opened < END:
                    complaints.append((customer, opened, "ouverte"))
                    if closed < END and chance(rng, 0.94):
                        complaints.append((customer, closed, "close"))

    write(
        folder,
        "clients.csv",
        ["id", "prenom", "courriel", "mobile", "adresse", "pays", "naissance", "accord_courriel", "accord_sms", "opposition"],
        customers,
    )
    joins.sort(key=lambda row: (row[1], row[0]))
    write(folder, "adhesions.csv", ["client", "date"], [(c, minute(at)) for c, at in joins])
    purchases.sort(key=lambda row: (row[1], row[0]))
    write(folder, "achats.csv", ["client", "date", "montant", "canal"], [(c, minute(at), *rest) for c, at, *rest in purchases])
    complaints.sort(key=lambda row: (row[1], row[0]))
    write(folder, "reclamations.csv", ["client", "date", "etat"], [(c, minute(at), state) for c, at, state in complaints])


if __name__ == "__main__":
    main(folder_asked(__file__))
