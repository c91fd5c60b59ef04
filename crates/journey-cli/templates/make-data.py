#!/usr/bin/env python3
"""Writes the invented data of the programmes that `journey init` makes: the same sixty customers in French and in English.

Nobody in these files exists. E-mail addresses are in example.org; telephone numbers are in the ranges that the French and the British
regulator keep for works of fiction. The seed is fixed: the same files come out on every machine, byte for byte.

    python3 crates/journey-cli/templates/make-data.py [FOLDER]

FOLDER is where fr/data and en/data go, by default `base` beside this script. Only the standard library is used.
"""

import csv
import random
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

SEED = 20260101
CUSTOMERS = 60
HISTORY = datetime(2025, 1, 1)
BEGIN = datetime(2026, 1, 1)
END = datetime(2027, 1, 1)
VOUCHER = 500

NAMES = {
    "fr": "Adèle Agathe Amina Anaïs Antoine Baptiste Camille Chloé Clément Élise Émile Fatou Félix Gabriel Hélène Inès Jeanne Karim Léa "
    "Lina Louis Manon Mehdi Nadia Noé Océane Paul Rose Salomé Yasmine".split(),
    "en": "Alice Amelia Anna Arthur Ben Charlotte Daniel Edith Ella Emma Esther Finn Grace Hannah Harry Ivy Jack James Jane Leo Lucy "
    "Maya Mia Noah Oliver Oscar Ruby Sam Sara Zoe".split(),
}
COLUMNS = {
    "fr": {
        "customers": ["id", "prenom", "courriel", "telephone", "naissance", "points", "accord_courriel", "accord_sms"],
        "joined": ["client", "date"],
        "purchase": ["client", "date", "montant", "canal"],
        "points": ["client", "date", "attribut", "valeur"],
        "files": ["clients.csv", "adhesions.csv", "achats.csv", "points.csv"],
        "words": {"yes": "oui", "no": "non", "store": "magasin", "web": "web"},
        "phone": "06 39 98 00 {:02}",
    },
    "en": {
        "customers": ["id", "first_name", "email", "phone", "birthday", "points", "optin_email", "optin_sms"],
        "joined": ["customer", "at"],
        "purchase": ["customer", "at", "amount", "channel"],
        "points": ["customer", "at", "attribute", "value"],
        "files": ["customers.csv", "memberships.csv", "purchases.csv", "points.csv"],
        "words": {"yes": "yes", "no": "no", "store": "store", "web": "web"},
        "phone": "07700 900{:03}",
    },
}


def people(rng):
    """Who they are, when they joined, what they bought; the same for both languages."""
    for number in range(1, CUSTOMERS + 1):
        member_since = HISTORY + timedelta(minutes=rng.randrange(600 * 1440))
        if number == 12:  # the one that the README tells of: a member of March
            member_since = datetime(2026, 3, 3, 11, 20)
        most = rng.choice([0, 1, 2, 2, 5, 9, 14, 14])
        purchases, at = [], member_since + timedelta(days=rng.randrange(120), minutes=rng.randrange(300))
        while at < END and len(purchases) < most:
            purchases.append((at, 1500 + rng.randrange(12000), rng.choice(["store", "web"])))
            pause = 190 + rng.randrange(60) if rng.random() < 0.12 else 8 + rng.randrange(70)
            at += timedelta(days=pause, minutes=rng.randrange(600))
        yield {
            "number": number,
            "name": rng.randrange(30),
            "email": rng.random() < 0.92,
            "phone": rng.random() < 0.75,
            "birthday": date(1950 + rng.randrange(55), 1, 1) + timedelta(days=rng.randrange(365)) if rng.random() < 0.8 else None,
            "optin_email": rng.random() < 0.82 or number == 12,
            "optin_sms": rng.random() < 0.55,
            "joined": member_since if rng.random() < 0.85 or number == 12 else None,
            "purchases": purchases,
        }


def points_of(purchases):
    """A point for each whole unit spent; a voucher takes 500. What was there at the beginning, and what became of it."""
    points, at_begin, changes = 0, 0, []
    for at, cents, _ in purchases:
        points += cents // 100
        after = at + timedelta(days=9)
        converted = points >= VOUCHER
        if at < BEGIN:
            points -= VOUCHER if converted else 0
            at_begin = points
            continue
        changes.append((at, points))
        if converted and after < END:
            points -= VOUCHER
            changes.append((after, points))
    changes.sort(key=lambda change: change[0])
    return at_begin, changes


def identifier(person):
    return f"C{person['number']:03}"


def write(path, header, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_language(folder, language, persons):
    words = COLUMNS[language]["words"]
    customers, joined, purchases, points = [], [], [], []
    for person in persons:
        who, name = identifier(person), NAMES[language][person["name"]]
        at_begin, changes = points_of(person["purchases"])
        customers.append([
            who,
            name,
            f"client{person['number']:03}@example.org" if person["email"] else "",
            COLUMNS[language]["phone"].format(person["number"]) if person["phone"] else "",
            person["birthday"] or "",
            at_begin,
            words["yes" if person["optin_email"] else "no"],
            words["yes" if person["optin_sms"] else "no"],
        ])
        joined += [[who, person["joined"]]] if person["joined"] else []
        purchases += [[who, at, f"{cents / 100:.2f}", words[channel]] for at, cents, channel in person["purchases"]]
        points += [[who, at, "points", value] for at, value in changes]
    folder.mkdir(parents=True, exist_ok=True)
    names, by_time = COLUMNS[language]["files"], lambda row: (row[1], row[0])
    write(folder / names[0], COLUMNS[language]["customers"], customers)
    write(folder / names[1], COLUMNS[language]["joined"], sorted(joined, key=by_time))
    write(folder / names[2], COLUMNS[language]["purchase"], sorted(purchases, key=by_time))
    write(folder / names[3], COLUMNS[language]["points"], sorted(points, key=by_time))


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "base"
    persons = list(people(random.Random(SEED)))
    for language in ("fr", "en"):
        write_language(folder / language / "data", language, persons)


if __name__ == "__main__":
    main()
