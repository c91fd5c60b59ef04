"""What the examples' data scripts share: invented people, waiting times, and files that are the same on every machine.

Nobody in these files exists. E-mail addresses are in example.org, French telephone numbers in the ranges that the regulator
keeps for works of fiction (06 39 98 for mobiles, 01 99 00 and the like for landlines). Only the standard library is used, and
of `random` only `Random(seed).random()`, whose sequence is the same for every version of Python.

    sys.dont_write_bytecode = True  # no folder beside the programmes
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from invented import FIRST_NAMES, chance, write
"""

import csv
import math
import sys
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path

FIRST_NAMES = """Adèle Agathe Alice Amina Anaïs Antoine Arthur Axel Baptiste Bérénice Camille Capucine Cécile Céline Chloé Clément
Clémence Damien Daniel Éléonore Élise Éloïse Émile Emma Étienne Fanny Fatou Félix Florence François Gabriel Gaëlle Géraldine Hélène
Hugo Inès Jade Jeanne Joël Jules Karim Léa Léo Lina Loïc Louise Lucie Maël Manon Marguerite Mathilde Maxime Mehdi Mélanie Nadia
Naïm Nathan Noé Océane Paul Pénélope Quentin Rachid Raphaël Rémi Rose Salomé Samuel Sofia Solène Théo Timothée Valérie Victor
Yasmine Zoé""".split()

LAST_NAMES = """Aubry Bailly Barbier Benali Berger Besson Blanchard Bouvier Brun Carpentier Chevalier Colin Collet Da-Silva
Delorme Diallo Dumas Dupuis Etienne Faure Fournier Gaillard Garnier Gautier Gilbert Girard Guérin Hamidi Henry Hubert Huet
Jacquet Joly Keller Lacroix Lambert Leclercq Lefèvre Legrand Lemoine Leroux Maillard Marchand Masson Mercier Meunier Meyer
Moreau Morel Nguyen Olivier Perrin Perrot Picard Renard Renaud Rivière Rolland Roussel Royer Schmitt Traoré Vasseur Vidal
Weber""".split()

# Postcodes and towns, each followed by its share of the customers.
TOWNS = [
    ("75011", "Paris", 16),
    ("69003", "Lyon", 10),
    ("13006", "Marseille", 9),
    ("59000", "Lille", 9),
    ("33000", "Bordeaux", 8),
    ("44000", "Nantes", 8),
    ("31000", "Toulouse", 8),
    ("67000", "Strasbourg", 7),
    ("35000", "Rennes", 6),
    ("76000", "Rouen", 5),
    ("21000", "Dijon", 4),
    ("63000", "Clermont-Ferrand", 4),
    ("37000", "Tours", 3),
    ("97400", "Saint-Denis", 3),
]

STREETS = ["rue des Lilas", "avenue du Marché", "place de la Halle", "quai des Tanneurs", "rue du Vieux-Pont", "allée des Tilleuls"]


def waiting_days(rng, mean):
    """An exponential waiting time: the usual model of purchases that do not remember each other."""
    return -mean * math.log(1.0 - rng.random())


def chance(rng, probability):
    return rng.random() < probability


def one_of(rng, values):
    return values[int(rng.random() * len(values))]


def weighted(rng, shares):
    """One of the values of `[(value, share), …]`; the shares need not sum to one."""
    drawn = rng.random() * sum(share for _, share in shares)
    for value, share in shares:
        drawn -= share
        if drawn < 0:
            return value
    return shares[-1][0]


def between(rng, first, last):
    """A whole number from first to last, both included."""
    return first + int(rng.random() * (last - first + 1))


def at_time(rng, day, first, last):
    """An instant of that day between two minutes of the day: `at_time(rng, day, 600, 1_170)` is 10:00 to 19:30."""
    return datetime(day.year, day.month, day.day) + timedelta(minutes=first + int(rng.random() * (last - first)))


def plain(name):
    letters = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in letters if letter.isascii() and letter.isalpha())


def email_of(name, customer):
    return f"{plain(name)}.{customer.lower()}@example.org"


def mobile_of(number):
    """A mobile number of fiction, a different one for each of 10,000 customers."""
    digits = f"{number * 7 % 10_000:04}"
    return f"+33 6 39 98 {digits[:2]} {digits[2:]}"


def landline_of(number):
    """A landline number of fiction, a different one for each of 10,000 customers."""
    digits = f"{number * 7 % 10_000:04}"
    return f"+33 1 99 00 {digits[:2]} {digits[2:]}"


def address_of(rng):
    """A postcode, and an address in its town."""
    postcode, town = weighted(rng, [((code, name), share) for code, name, share in TOWNS])
    return postcode, f"{between(rng, 1, 120)} {one_of(rng, STREETS)}, {postcode} {town}"


def oui_non(value):
    return "oui" if value else "non"


def day(at):
    return at.strftime("%Y-%m-%d")


def minute(at):
    return at.strftime("%Y-%m-%d %H:%M")


def write(folder, name, header, rows):
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def folder_asked(script):
    """Where the files go: the folder named on the command line, else `data` beside the script."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else Path(script).resolve().parent / "data"
