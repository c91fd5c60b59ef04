#!/usr/bin/env python3
"""Writes the invented data of the hotel chain: clients of four countries, memberships, stays, services, conversions, renewals, refusals.

Nobody in these files exists (see journeys/invented.py). The seed is fixed: the same files come out on every machine, byte for byte.

    python3 journeys/hotel-fidelite/make-data.py [FOLDER]

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
    address_of,
    at_time,
    between,
    chance,
    day,
    email_of,
    folder_asked,
    minute,
    one_of,
    oui_non,
    waiting_days,
    weighted,
    write,
)

SEED = 20250210
CLIENTS = 750
BEGIN = datetime(2023, 1, 1)
RUN = datetime(2025, 1, 1)
END = datetime(2026, 1, 1)

SPANISH_NAMES = """Adriana Alejandro Álvaro Beatriz Carmen Daniel Elena Fernando Gonzalo Inés Irene Javier Jorge Lucía Manuel Marta
Miguel Nuria Pablo Paula Raquel Rocío Sergio Sofía Teresa""".split()

HOTELS = {
    "fr": ["Lyon Bellecour", "Paris Bastille", "Lille Grand-Place", "Nice Port", "Bordeaux Quais"],
    "be": ["Bruxelles Sablon", "Liège Guillemins", "Lille Grand-Place"],
    "ca": ["Montréal Vieux-Port", "Québec Grande-Allée", "Paris Bastille"],
    "es": ["Madrid Atocha", "Sevilla Triana", "Barcelona Gràcia", "Bilbao Ría"],
}

# Mean days between stays, and share of the clients.
RHYTHMS = [(38, 10), (85, 28), (180, 37), (420, 25)]


def years_later(at, years):
    """The same day of the month so many years later; 29 February becomes the 28th."""
    return at.replace(year=at.year + years, day=28 if (at.month, at.day) == (2, 29) else at.day)


def stays_of(rng, country):
    """(departure, hotel, nights, amount), in order of time, from 2023 on. Some clients stop coming."""
    rhythm = weighted(rng, RHYTHMS)
    leaves = BEGIN + timedelta(days=int(rng.random() * 900)) if chance(rng, 0.22) else END
    stays = []
    at = BEGIN + timedelta(days=waiting_days(rng, rhythm))
    while at < min(leaves, END):
        nights = weighted(rng, [(1, 45), (2, 30), (3, 15), (5, 7), (7, 3)])
        amount = round(nights * (78 + waiting_days(rng, 45)) * 100) / 100
        stays.append((at_time(rng, at, 420, 690), one_of(rng, HOTELS[country]), nights, amount))
        at += timedelta(days=nights + 2 + waiting_days(rng, rhythm))
    return stays


def joining_of(rng, former, stays):
    """When a client joined the new club, if ever: before the run, or some days after a second stay."""
    if former != "aucun":
        return None  # brought over by the journey
    if chance(rng, 0.42):
        return BEGIN - timedelta(days=int(rng.random() * 700)) + timedelta(hours=15)
    for (before, *_), (stay, *_) in zip(stays, stays[1:]):
        if stay - before < timedelta(days=300) and chance(rng, 0.2):
            return at_time(rng, stay + timedelta(days=1 + waiting_days(rng, 12)), 480, 1_320)
    return None


def main(folder):
    rng = random.Random(SEED)
    clients, joins, stays, services, conversions, renewals, refusals = [], [], [], [], [], [], []
    for number in range(CLIENTS):
        client = f"H{number + 1:04}"
        country = weighted(rng, [("fr", 48), ("be", 12), ("ca", 18), ("es", 22)])
        name = one_of(rng, SPANISH_NAMES if country == "es" else FIRST_NAMES)
        former = "aucun"
        if country == "fr" and chance(rng, 0.24):
            former = "cle_or"
        elif country == "es" and chance(rng, 0.4):
            former = "estrella"
        own = stays_of(rng, country)
        joined = joining_of(rng, former, own)
        if joined is not None and joined >= END:
            joined = None
        ends = None
        if joined is not None:
            joins.append((client, joined, "hotel" if chance(rng, 0.6) else "site"))
            ends = years_later(joined, 2)
            while ends < RUN:
                ends = years_later(ends, 2)
            if ends < END and chance(rng, 0.63):
                at = at_time(rng, ends - timedelta(days=1 + int(rng.random() * 43)), 480, 1_320)
                if at >= RUN:
                    renewals.append((client, at))
        elif former != "aucun" and chance(rng, 0.06):
            refusals.append((client, at_time(rng, RUN + timedelta(days=31 + int(rng.random() * 58)), 480, 1_320)))
        balance = 0
        for at, hotel, nights, amount in own:
            points = int(amount) if former != "aucun" or (joined is not None and at >= joined) else 0
            balance += points
            stays.append((client, at, hotel, nights, amount, points))
            if points and chance(rng, 0.2):
                service = weighted(rng, [("depart_tardif", 55), ("salon", 30), ("surclassement", 15)])
                services.append((client, at - timedelta(minutes=between(rng, 20, 900)), service))
            if former == "aucun" and balance >= 3_000 and chance(rng, 0.3):
                when = at_time(rng, at + timedelta(days=1 + waiting_days(rng, 20)), 480, 1_320)
                if when < END:
                    balance -= 3_000
                    conversions.append((client, when, 3_000, weighted(rng, [("nuit", 60), ("surclassement", 25), ("miles", 15)])))
        # Three in ten answer when they are told that their points expire.
        if own and joined is not None and balance > 0 and chance(rng, 0.3):
            when = at_time(rng, years_later(own[-1][0], 2) - timedelta(days=1 + int(rng.random() * 28)), 480, 1_320)
            if RUN <= when < END:
                conversions.append((client, when, balance, "miles"))
        has_email = chance(rng, 0.93)
        _, address = address_of(rng)
        clients.append(
            (
                client,
                name if chance(rng, 0.96) else "",
                email_of(name, client) if has_email else "",
                address if country == "fr" and chance(rng, 0.8) else "",
                country,
                "America/Toronto" if country == "ca" else "",
                former,
                day(joined) if joined is not None else "",
                day(ends) if ends is not None else "",
                oui_non(has_email and chance(rng, 0.88)),
                oui_non(chance(rng, 0.01)),
            )
        )

    write(
        folder,
        "clients.csv",
        [
            "id",
            "prenom",
            "courriel",
            "adresse",
            "pays",
            "zone",
            "ancien_club",
            "membre_depuis",
            "fin_adhesion",
            "accord_courriel",
            "opposition",
        ],
        clients,
    )

    def rows(name, header, items):
        items.sort(key=lambda item: (item[1], item[0]))
        write(folder, name, ["client", "date", *header], [(item[0], minute(item[1]), *item[2:]) for item in items])

    rows("adhesions.csv", ["origine"], joins)
    rows("services.csv", ["service"], services)
    rows("conversions.csv", ["points", "cadeau"], conversions)
    rows("renouvellements.csv", [], renewals)
    rows("refus.csv", [], refusals)
    stays.sort(key=lambda stay: (stay[1], stay[0]))
    write(
        folder,
        "sejours.csv",
        ["client", "date", "hotel", "nuits", "montant", "points"],
        [(c, minute(at), hotel, nights, f"{amount:.2f}", points) for c, at, hotel, nights, amount, points in stays],
    )


if __name__ == "__main__":
    main(folder_asked(__file__))
