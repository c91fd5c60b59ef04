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


# What follows is the draw of control groups and splits (language reference 7.2), so that a script can know who will be in which
# group and give the treated an effect for the simulation to find.

SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
    "3c2852bb91c300cb88d0658b532ea371644897a20df94e3819ef46a9deacd8a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364ea"
)
BITS_64 = (1 << 64) - 1


def xxh3_64(text):
    """The hash of texts of 17 to 128 bytes."""
    if not 17 <= len(text) <= 128:
        raise ValueError(f"{text!r} is not of 17 to 128 bytes")

    def part(data, at):
        return int.from_bytes(data[at : at + 8], "little")

    def mixed(at, secret):
        product = (part(text, at) ^ part(SECRET, secret)) * (part(text, at + 8) ^ part(SECRET, secret + 8))
        return (product & BITS_64) ^ (product >> 64)

    total = len(text) * 0x9E3779B185EBCA87
    for step in range((len(text) - 1) // 32 + 1):
        total += mixed(16 * step, 32 * step) + mixed(len(text) - 16 * (step + 1), 32 * step + 16)
    total &= BITS_64
    total ^= total >> 37
    total = total * 0x165667919E3779F9 & BITS_64
    return total ^ (total >> 32)


def drawn(salt, name, customer):
    """The customer's number between 0 and 9,999: `name` is `holdout`, `JOURNEY/holdout` or `JOURNEY/SPLIT`."""
    return xxh3_64("\x1f".join([salt, name, customer]).encode()) * 10_000 >> 64


def held_out(salt, name, customer, percent):
    return drawn(salt, name, customer) < percent * 100


def arm_of(salt, name, customer, arms):
    """The arm of `[(arm, percent), …]`, in the order of the journey's text."""
    number = drawn(salt, name, customer)
    for arm, percent in arms:
        number -= percent * 100
        if number < 0:
            return arm
    return arms[-1][0]
