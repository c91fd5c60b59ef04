#!/usr/bin/env python3
"""Writes the invented data of the software vendor: client companies, their contracts, usage, surveys, tickets and talks.

    python3 journeys/parcours-b2b/make-data.py [FOLDER]

FOLDER is where the files go, by default `data` beside this script.
"""

import sys
from datetime import datetime, timedelta
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from invented import (  # noqa: E402
    FIRST_NAMES,
    LAST_NAMES,
    TOWNS,
    at_time,
    between,
    chance,
    day,
    folder_asked,
    landline_of,
    minute,
    one_of,
    oui_non,
    plain,
    waiting_days,
    weighted,
    write,
)
from random import Random  # noqa: E402

SEED = 20260302
COMPANIES = 420
BEGIN, RUN, END = datetime(2025, 7, 1), datetime(2026, 1, 1), datetime(2027, 1, 1)
TRADES = "Menuiserie Boulangerie Transports Imprimerie Garage Pépinière Cabinet Ateliers Charpente Fromagerie Librairie Plomberie".split()
MANAGERS = ["Sonia", "Marc", "Aïcha", "Julien"]
MOTIFS = [("prix", 40), ("fonctions", 25), ("service", 20), ("cessation", 15)]
LICENCES = [(3, 20), (5, 25), (8, 20), (12, 15), (20, 12), (45, 8)]


def office_hours(rng, at):
    while at.weekday() >= 5:
        at += timedelta(days=1)
    return at_time(rng, at, 540, 1_080)


class Company:
    """One company's life: its events and the changes of its attributes, by kind."""

    def __init__(self, rng, number):
        self.rng, self.id = rng, f"S{number + 1:03}"
        self.contracts, self.asked, self.left, self.talks, self.changes = [], [], [], [], []
        self.signed = datetime(2021, 1, 1) + timedelta(days=int(rng.random() * 2_130))
        self.products = weighted(rng, [(("compta",), 40), (("devis",), 25), (("compta", "paie"), 20), (("compta", "devis"), 15)])
        self.licences = weighted(rng, LICENCES)
        self.price = self.licences * 260 * len(self.products)
        self.periods = []  # (from, to, leaves at the end)
        self.live_through(self.signed)
        self.extensions()
        self.given_back, self.used = END, self.licences  # from when on at most so many users
        self.give_back(number)

    def live_through(self, start):
        rng = self.rng
        self.contracts.append((office_hours(rng, start), "nouveau", self.price))
        self.first_end = end = start.replace(day=min(start.day, 28)) + timedelta(days=365)
        while end < END + timedelta(days=90):
            leaves = chance(rng, 0.16)
            asks = chance(rng, 0.7) if leaves else chance(rng, 0.05)
            if asks:
                asked = office_hours(rng, end - timedelta(days=between(rng, 25, 85)))
                motif = weighted(rng, MOTIFS)
                self.asked.append((asked, motif))
                if chance(rng, 0.7):
                    issue = "perdu" if leaves and chance(rng, 0.6) else one_of(rng, ["remise", "atelier", "rassure"])
                    self.talks.append((office_hours(rng, asked + timedelta(days=between(rng, 1, 6))), issue))
            if leaves:
                motif = self.asked[-1][1] if asks else weighted(rng, MOTIFS)
                at = datetime(end.year, end.month, end.day)
                self.left.append((at, motif))
                self.periods.append((start, end, True))
                back = at + timedelta(days=between(rng, 95, 300))
                if motif != "cessation" and chance(rng, 0.3):
                    self.live_through(back)
                return
            renewed = office_hours(rng, end - timedelta(days=between(rng, 3, 55)))
            self.contracts.append((renewed, "renouvellement", self.price))
            end += timedelta(days=365)
            self.changes.append((renewed, "fin_contrat", day(end)))
        self.periods.append((start, end, False))

    def give_back(self, number):
        """One client in fifteen gives back licences that nobody uses any more; those about to leave do more often."""
        rng = Random(SEED + 1 + number)
        at = office_hours(rng, RUN + timedelta(days=between(rng, 10, 350)))
        if self.licences >= 5 and self.is_client(at) and chance(rng, 0.4 if self.leaves_soon(at) else 0.06):
            kept = self.licences * 6 // 10
            later = {"licences": str(kept + 10)}  # an extension counts from what is left
            self.changes = [(when, name, later.get(name, value) if when > at else value) for when, name, value in self.changes]
            self.changes.append((at, "licences", str(kept)))
            self.given_back, self.used = at, kept - 1

    def is_client(self, at):
        return any(start <= at < end for start, end, _ in self.periods)

    def leaves_soon(self, at):
        return any(leaves and end - timedelta(days=150) <= at < end for _, end, leaves in self.periods)

    def extensions(self):
        rng = self.rng
        for product in {"compta": ["paie"], "devis": ["compta"]}.get("".join(self.products), []):
            at = office_hours(rng, RUN + timedelta(days=between(rng, 20, 350)))
            if chance(rng, 0.14) and self.is_client(at):
                self.contracts.append((at, "extension", self.licences * 260))
                self.changes.append((at, product, "oui"))
        at = office_hours(rng, RUN + timedelta(days=between(rng, 20, 350)))
        if chance(rng, 0.12) and self.is_client(at):
            self.contracts.append((at, "extension", 2_080))
            self.changes.append((at, "licences", str(self.licences + 10)))

    def usages(self):
        rng, rows = self.rng, []
        share = 0.35 + 0.65 * rng.random()
        dip = between(rng, 0, 60)  # the month of a passing drop, for one company in three
        for month in range(18):
            at = datetime(2025 + (6 + month) // 12, (6 + month) % 12 + 1, 1, 6)
            if not self.is_client(at - timedelta(days=25)):
                continue
            users = max(1, min(self.licences, round(self.licences * share) + between(rng, -1, 1)))
            logins = users * between(rng, 14, 24)
            if at.month in (6, 9):  # holidays: the month before
                logins = logins * 8 // 10
            if self.leaves_soon(at) and chance(rng, 0.7) or month == dip:
                logins, users = logins * 3 // 10, max(1, users // 2)
            if at > self.given_back - timedelta(days=60):
                users = min(users, self.used)
            rows.append((at, logins, users))
        return rows

    def surveys(self):
        rng, rows = self.rng, []
        for wave in (datetime(2025, 9, 16), datetime(2026, 3, 11), datetime(2026, 9, 16)):
            at = office_hours(rng, wave + timedelta(days=between(rng, 0, 13)))
            if self.is_client(at) and chance(rng, 0.46):
                bad = self.leaves_soon(at) and chance(rng, 0.7)
                note = between(rng, 2, 6) if bad else weighted(rng, [(10, 20), (9, 25), (8, 28), (7, 15), (6, 7), (4, 5)])
                rows.append((at, note))
                if note <= 6 and chance(rng, 0.65):
                    talked = office_hours(rng, at + timedelta(days=between(rng, 1, 7)))
                    self.talks.append((talked, one_of(rng, ["rassure", "atelier", "sans_reponse"])))
        return rows

    def tickets(self):
        rng, rows = self.rng, []
        unlucky = chance(rng, 0.06)
        at = BEGIN + timedelta(days=waiting_days(rng, 30 if unlucky else 300))
        while at < END:
            if self.is_client(at):
                opened = office_hours(rng, at)
                gravity = "majeure" if chance(rng, 0.7 if unlucky else 0.25) else "mineure"
                closed = office_hours(rng, opened + timedelta(days=1 + int(waiting_days(rng, 5))))
                rows.append((opened, closed, gravity))
            at += timedelta(days=1 + waiting_days(rng, 14 if unlucky else 300))
        return rows

    def row(self, number):
        rng = self.rng
        boss, user = one_of(rng, FIRST_NAMES), one_of(rng, FIRST_NAMES)
        name = f"{one_of(rng, TRADES)} {one_of(rng, LAST_NAMES)}"
        boss_mail, user_mail = chance(rng, 0.9), chance(rng, 0.82)
        return (
            self.id,
            name,
            boss if chance(rng, 0.95) else "",
            user if user_mail else "",
            f"{plain(boss)}.direction.{self.id.lower()}@example.org" if boss_mail else "",
            f"{plain(user)}.{self.id.lower()}@example.org" if user_mail else "",
            landline_of(number) if chance(rng, 0.94) else "",
            weighted(rng, [(town, share) for _, town, share in TOWNS]),
            oui_non(boss_mail and chance(rng, 0.93)),
            oui_non(user_mail and chance(rng, 0.95)),
            oui_non(chance(rng, 0.01)),
            one_of(rng, MANAGERS) if chance(rng, 0.95) else "",
            weighted(rng, [("faible", 20), ("normale", 60), ("forte", 20)]),
            *(oui_non(product in self.products) for product in ("compta", "paie", "devis")),
            self.licences,
            f"{self.price:.2f}",
            day(self.first_end),
        )


def main(folder):
    rng = Random(SEED)
    companies = [Company(rng, number) for number in range(COMPANIES)]
    usages, surveys, tickets = [], [], []
    for company in companies:
        usages += [(at, company.id, logins, users) for at, logins, users in company.usages()]
        surveys += [(at, company.id, note) for at, note in company.surveys()]
        for opened, closed, gravity in company.tickets():
            tickets += [(opened, company.id, gravity, "ouvert", closed), (closed, company.id, gravity, "clos", closed)]

    header = "compte societe decideur prescripteur courriel_decideur courriel_prescripteur telephone ville accord_decideur"
    header += " accord_prescripteur opposition csm tolerance compta paie devis licences abonnement fin_contrat"
    write(folder, "comptes.csv", header.split(), [company.row(number) for number, company in enumerate(companies)])

    def events(name, columns, rows):
        dated = sorted(row for row in rows if row[0] < END)
        write(folder, name, ["compte", "date", *columns], [(company, minute(at), *rest) for at, company, *rest in dated])

    def of(lists):
        return [(at, company.id, *rest) for company in companies for at, *rest in lists(company)]

    events("contrats.csv", ["nature", "montant"], of(lambda company: company.contracts))
    events("demandes.csv", ["motif"], [row for row in of(lambda company: company.asked) if row[0] >= datetime(2025, 1, 1)])
    events("resiliations.csv", ["motif"], of(lambda company: company.left))
    events("usages.csv", ["connexions", "utilisateurs"], usages)
    events("enquetes.csv", ["note"], surveys)
    events("entretiens.csv", ["issue"], [row for row in of(lambda company: company.talks) if row[0] >= datetime(2025, 1, 1)])
    tickets.sort()
    numbers, rows = {}, []
    for at, company, gravity, state, closed in tickets:
        key = (company, closed, gravity)
        if state == "ouvert":
            numbers[key] = f"T{len(numbers) + 1:04}"
        rows.append((at, company, numbers[key], gravity, state))
    events("tickets.csv", ["dossier", "gravite", "etat"], rows)
    changes = sorted(row for row in of(lambda company: company.changes) if row[0] < END)
    write(folder, "changements.csv", ["customer", "at", "attribute", "value"], [(c, minute(at), a, v) for at, c, a, v in changes])


if __name__ == "__main__":
    main(folder_asked(__file__))
