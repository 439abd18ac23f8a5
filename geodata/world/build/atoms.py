"""Atoms: the pieces of the world that ever changed hands from 1900 to 2025.

Most are countries of today as Natural Earth has them. `PARTS` builds smaller ones from provinces; `CUTS` draws the
lines that no modern province keeps, with those of `cuts.tsv`, from published descriptions, and says how well each is known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shapely import LineString, Polygon, box

PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "DEU-E": ("DEU", ("Mecklenburg-Vorpommern", "Brandenburg", "Sachsen-Anhalt", "Thüringen", "Sachsen")),
    "DEU-BO": ("DEU", ("Berlin",)),
    "DEU-SL": ("DEU", ("Saarland",)),
    "DEU-FR": ("DEU", ("Rheinland-Pfalz",)),
    "DEU-BWS": ("DEU", ("Baden-Württemberg",)),
    "DEU-UK": ("DEU", ("Schleswig-Holstein", "Hamburg", "Niedersachsen", "Nordrhein-Westfalen")),
    "DEU-US": ("DEU", ("Bayern", "Hessen", "Bremen")),
    "AUT-US": ("AUT", ("Oberösterreich", "Salzburg")),
    "AUT-UK": ("AUT", ("Steiermark", "Kärnten")),
    "AUT-FR": ("AUT", ("Tirol", "Vorarlberg")),
    "AUT-WI": ("AUT", ("Wien",)),
    "ITA-TS": ("ITA", ("Trieste",)),
    "SVN-KP": ("SVN", ("Koper", "Izola", "Piran")),
    "GRC-SA": ("GRC", ("Notio Aigaio",)),
    "UKR-TC": ("UKR", ("Transcarpathia",)),
    "RUS-SL": ("RUS", ("Sakhalin",)),
    "RUS-KG": ("RUS", ("Kaliningrad",)),
    "RUS-TU": ("RUS", ("Tuva",)),
    "POL-G": ("POL", ("Lower Silesian", "Lubusz", "West Pomeranian", "Warmian-Masurian")),
    "POL-A": ("POL", ("Greater Poland", "Kuyavian-Pomeranian", "Łódź", "Pomeranian", "Silesian")),
    "POL-BK": ("POL", ("Podlachian",)),
    "BLR-W": ("BLR", ("Brest", "Grodno")),
    "BLR-M": ("BLR", ("Minsk", "City of Minsk")),
    "UKR-GA": ("UKR", ("L'viv", "Ternopil'", "Ivano-Frankivs'k")),
    "UKR-VO": ("UKR", ("Volyn", "Rivne")),
    "UKR-NB": ("UKR", ("Chernivtsi",)),
    "UKR-RK": ("UKR", (
        "Zhytomyr", "Kiev", "Kiev City", "Khmel'nyts'kyy", "Vinnytsya", "Cherkasy", "Kirovohrad", "Mykolayiv", "Kherson",
        "Dnipropetrovs'k", "Zaporizhzhya", "Poltava")),
    "BGR-SD": ("BGR", ("Dobrich", "Silistra")),
    "SRB-BC": ("SRB", ("Severno-Backi", "Zapadno-Backi", "Južno-Backi")),
    "SRB-SR": ("SRB", ("Sremski",)),
    "SRB-BG": ("SRB", ("Pirotski", "Pcinjski")),
    "HRV-IT": ("HRV", ("Istarska",)),
    "HRV-ME": ("HRV", ("Medimurska",)),
    "GRC-BG": ("GRC", ("Anatoliki Makedonia kai Thraki",)),
    "TUR-HT": ("TUR", ("Hatay",)),
    "FRA-AL": ("FRA", ("Bas-Rhin", "Haute-Rhin", "Moselle")),
    "FRA-NP": ("FRA", ("Nord", "Pas-de-Calais")),
    "FRA-V": ("FRA", (
        "Ariège", "Vaucluse", "Ardèche", "Var", "Alpes-Maritimes", "Alpes-de-Haute-Provence", "Hautes-Alpes", "Savoie", "Haute-Savoie",
        "Haute-Garonne", "Hautes-Pyrénées", "Pyrénées-Orientales", "Gard", "Hérault", "Aude", "Gers", "Tarn-et-Garonne", "Drôme",
        "Aveyron", "Corrèze", "Lot", "Haute-Vienne", "Creuse", "Puy-de-Dôme", "Isère", "Loire", "Rhône", "Haute-Loire", "Cantal",
        "Lot-et-Garonne", "Lozère", "Tarn", "Bouches-du-Rhône", "Haute-Corse", "Corse-du-Sud", "Dordogne", "Indre", "Allier", "Ain")),
    "CHN-MC": ("CHN", ("Heilongjiang", "Jilin", "Liaoning")),
    "CHN-IM": ("CHN", ("Inner Mongol",)),
    "CHN-OC": ("CHN", ("Hebei", "Beijing", "Tianjin", "Shandong", "Shanxi", "Jiangsu", "Shanghai")),
    "KHM-BT": ("KHM", ("Batdâmbâng", "Bântéay Méanchey", "Otdar Mean Chey", "Siemréab", "Krong Pailin", "Preah Vihéar")),
    "LAO-XA": ("LAO", ("Xaignabouri",)),
    "MYS-TH": ("MYS", ("Perlis", "Kedah", "Kelantan", "Trengganu")),
    "IND-AN": ("IND", ("Andaman and Nicobar",)),
    "RUS-CE": ("RUS", ("Chechnya",)),
    "GEO-AB": ("GEO", ("Abkhazia",)),
    "MDA-TN": ("MDA", ("Transnistria", "Stîngă Nistrului", "Camenca", "Grigoriopol", "Bender")),
    "RUS-CR": ("RUS", ("Crimea", "Sevastopol")),
    "VNM-N": ("VNM", (
        "Quảng Ninh", "Thái Bình", "Hải Dương", "Điện Biên", "Son La", "Nghệ An", "Ha Tinh", "Quảng Bình", "Hà Giang",
        "Cao Bằng", "Lào Cai", "Lai Chau", "Lạng Sơn", "Ninh Bình", "Nam Định", "Hải Phòng", "Hòa Bình", "Tuyên Quang",
        "Yên Bái", "Vĩnh Phúc", "Phú Thọ", "Ha Noi", "Đông Bắc", "Đồng Bằng Sông Hồng", "Bắc Ninh", "Bắc Giang",
        "Thái Nguyên", "Hà Nam", "Thanh Hóa")),
    "YEM-S": ("YEM", ("Hadramawt", "Lahij", "`Adan", "Shabwah", "Abyan", "Al Dali'", "Al Mahrah")),
    "IND-JK": ("IND", ("Jammu and Kashmir",)),
    "IND-PT": ("IND", ("Goa", "Daman and Diu")),
    "IND-DNH": ("IND", ("Dadra and Nagar Haveli",)),
    "IND-FR": ("IND", ("Puducherry",)),
    "IND-SK": ("IND", ("Sikkim",)),
    "PAK-AK": ("PAK", ("Azad Kashmir",)),
    "PAK-NA": ("PAK", ("Northern Areas",)),
    "IDN-WP": ("IDN", ("Papua", "Papua Barat")),
    "MYS-SB": ("MYS", ("Sabah", "Labuan")),
    "MYS-SW": ("MYS", ("Sarawak",)),
    "TZA-Z": ("TZA", ("Kaskazini-Unguja", "Kusini-Pemba", "Zanzibar South and Central", "Zanzibar West", "Kaskazini-Pemba")),
    "CMR-BR": ("CMR", ("Nord-Ouest", "Sud-Ouest")),
    "COD-KT": ("COD", ("Katanga",)),
    "NGA-BF": ("NGA", ("Abia", "Anambra", "Akwa Ibom", "Cross River", "Ebonyi", "Enugu", "Imo", "Rivers", "Bayelsa")),
    "JPN-RY": ("JPN", ("Okinawa",)),
    "CAN-NF": ("CAN", ("Newfoundland and Labrador",)),
    "CHN-XZ": ("CHN", ("Xizang",)),
    "CHN-HN": ("CHN", ("Hainan",)),
    "EGY-SI": ("EGY", ("Shamal Sina'", "Janub Sina'")),
    "SYR-QU": ("SYR", ("UNDOF",)),
    "ARE-RK": ("ARE", ("Ras Al Khaymah",)),
    "PSX-GZ": ("PSX", ("Gaza Strip",)),
    "PSX-WB": ("PSX", ("West Bank",)),
    "FRA-GP": ("FRA", ("Guadeloupe",)),
    "FRA-MQ": ("FRA", ("Martinique",)),
    "FRA-GF": ("FRA", ("Guyane française",)),
    "FRA-RE": ("FRA", ("La Réunion",)),
    "FRA-YT": ("FRA", ("Mayotte",)),
    "ITA-ST": ("ITA", ("Trento", "Bozen")),
    "ITA-GO": ("ITA", ("Gorizia",)),
    "AUT-BG": ("AUT", ("Burgenland",)),
    "ROU-TR": ("ROU", (
        "Alba", "Arad", "Bihor", "Bistrita-Nasaud", "Brasov", "Caras-Severin", "Cluj", "Covasna", "Harghita", "Hunedoara", "Maramures",
        "Mures", "Salaj", "Satu Mare", "Sibiu", "Timis")),
    "SRB-BN": ("SRB", ("Severno-Banatski", "Srednje-Banatski", "Južno-Banatski")),
    "MNE-CA": ("MNE", ("Herceg Novi", "Kotor", "Tivat", "Budva")),
    "KOS-PE": ("KOS", ("Peć", "Dečani", "Đakovica", "Istok")),
    "MKD-ST": ("MKD", ("Strumitsa", "Novo Selo", "Bosilovo", "Vasilevo")),
    "POL-OP": ("POL", ("Opole",)),
    "TUR-KA": ("TUR", ("Kars", "Ardahan", "Iğdir", "Artvin")),
    "TUR-TH": ("TUR", ("Tekirdag", "Kirklareli", "Edirne")),
    "SAU-HZ": ("SAU", ("Makkah", "Al Madinah", "Tabuk", "Al Bahah")),
    "SAU-AS": ("SAU", ("Jizan", "`Asir")),
    "SAU-HA": ("SAU", ("Ha'il", "Al Jawf", "Al Hudud ash Shamaliyah")),
    "JOR-MA": ("JOR", ("Ma`an", "Aqaba")),
    "SDN-DF": ("SDN", ("Central Darfur", "Eastern Darfur", "Southern Darfur", "North Darfur", "Western Darfur")),
    "RUS-FE": ("RUS", ("Buryat", "Chita", "Amur", "Yevrey", "Primor'ye", "Khabarovsk")),
    "UZB-BU": ("UZB", ("Bukhoro", "Kashkadarya", "Surkhandarya")),
    "TJK-BU": ("TJK", ("Khatlon", "Dushanbe", "Tadzhikistan Territories")),
    "TKM-BU": ("TKM", ("Chardzhou",)),
    "UZB-KH": ("UZB", ("Khorezm",)),
    "TKM-KH": ("TKM", ("Tashauz",)),
    "PNG-NG": ("PNG", (
        "Morobe", "Sandaun", "East Sepik", "Madang", "West New Britain", "East New Britain", "New Ireland", "Manus", "North Solomons",
        "Eastern Highlands", "Chimbu", "Western Highlands", "Enga")),
    "PER-TC": ("PER", ("Tacna",)),
    "CHL-AR": ("CHL", ("Arica y Parinacota",)),
    "PRY-CH": ("PRY", ("Boquerón", "Alto Paraguay")),
    "LBY-FZ": ("LBY", ("Murzuq", "Sabha", "Wadi al Hayaa", "Ash Shati'", "Ghat", "Ghadamis")),
    "NOR-SV": ("NOR", ("Svalbard",)),
    "NOR-BV": ("NOR", ("Bouvet Island",)),
    "GRC-MK": ("GRC", ("Kentriki Makedonia", "Dytiki Makedonia", "Ipeiros", "Ayion Oros")),
    "GRC-AE": ("GRC", ("Voreio Aigaio",)),
    "GRC-KR": ("GRC", ("Kriti",)),
    "MNE-SZ": ("MNE", ("Pljevlja", "Bijelo Polje", "Berane", "Rožaje", "Plav")),
    "BGR-PI": ("BGR", ("Blagoevgrad",)),
    "BGR-RH": ("BGR", ("Kardzhali", "Smolyan")),
    "ZAF-NL": ("ZAF", ("KwaZulu-Natal",)),
    "ZAF-TV": ("ZAF", ("Limpopo", "North West", "Mpumalanga", "Gauteng")),
    "ZAF-OF": ("ZAF", ("Free State",)),
    "AUS-QL": ("AUS", ("Queensland",)),
    "AUS-VI": ("AUS", ("Victoria",)),
    "AUS-SA": ("AUS", ("South Australia", "Northern Territory")),
    "AUS-WA": ("AUS", ("Western Australia",)),
    "AUS-TA": ("AUS", ("Tasmania",)),
    "BRA-AC": ("BRA", ("Acre",)),
    "NLD-BQ": ("NLD", ("Bonaire", "St. Eustatius", "Saba")),
}
"""Atom -> the country (Natural Earth's adm0_a3) and the provinces that it is made of."""

WHOLE = {"KAB": "KAZ", "CZE": "CZE-SU", "VNM": "VNM-S", "YEM": "YEM-N"}
"""What is left of a country once its parts are taken, where it goes by another name."""

LEFT_OUT = frozenset({"PGA"})
"""Spratly Islands: reefs below the size of anything drawn."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What lies within `area` of the atom `of` becomes the atom `becomes`; `note` says how well the line is known."""

    of: str
    becomes: str
    area: Polygon
    note: str


SECTOR_LINE = (
    (13.366, 52.680), (13.368, 52.626), (13.372, 52.604), (13.378, 52.590), (13.384, 52.577), (13.3935, 52.562), (13.3976, 52.5547),
    (13.4010, 52.5470), (13.4020, 52.5415), (13.3975, 52.5378), (13.3900, 52.5350), (13.3770, 52.5385), (13.3705, 52.5338),
    (13.3733, 52.5266), (13.3745, 52.5215), (13.3766, 52.5180), (13.3765, 52.5090), (13.3815, 52.5068), (13.3904, 52.5075),
    (13.4000, 52.5052), (13.4118, 52.5035), (13.4190, 52.5060), (13.4290, 52.5085), (13.4330, 52.5075), (13.4456, 52.5012),
    (13.4545, 52.4955), (13.4460, 52.4900), (13.4400, 52.4835), (13.4560, 52.4750), (13.4720, 52.4660), (13.4800, 52.4600),
    (13.4790, 52.4480), (13.4950, 52.4350), (13.5120, 52.4240), (13.5250, 52.4050), (13.5300, 52.3800),
)
"""The line between the Soviet and the western sectors of Berlin, north to south, digitised from well-known points of the Wall."""

WEST_STAAKEN = ((13.08, 52.515), (13.149, 52.515), (13.150, 52.530), (13.147, 52.538), (13.150, 52.546), (13.145, 52.556), (13.08, 52.560))
"""What the Soviet administration took of Staaken on 1 February 1951, west of the line."""

CANAL = ((-79.96, 9.45), (-79.92, 9.35), (-79.90, 9.25), (-79.75, 9.15), (-79.62, 9.05), (-79.54, 8.92), (-79.50, 8.80))
FIVE_MILES = 8.05 / 110.9
"""Half the width of the Panama Canal Zone in degrees of latitude."""

def _read_cuts() -> Iterator[Cut]:
    """The cuts of `cuts.tsv`, in its order."""
    with (Path(__file__).parent / "cuts.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            positions = [tuple(map(float, position.split(","))) for position in row["positions"].split()]
            yield Cut(row["of"], row["becomes"], Polygon(positions), row["note"])


CUTS = (
    *_read_cuts(),
    Cut("DEU-BO", "DEU-WS", Polygon(WEST_STAAKEN), "the line of 1951 through Staaken: digitised from its streets, ± 200 m"),
    Cut("DEU-BO", "DEU-BW", Polygon([*SECTOR_LINE, (12.9, 52.38), (12.9, 52.68)]), "sector line good to about 300 m"),
    Cut("DEU-BWS", "DEU-BWN", Polygon([
        (8.0, 49.02), (8.28, 48.99), (8.50, 48.87), (8.75, 48.72), (9.05, 48.66), (9.40, 48.57), (9.75, 48.48), (10.05, 48.36),
        (10.6, 48.3), (10.6, 50.0), (7.0, 50.0), (7.0, 49.02)]), "line of the American and French zones: schematic"),
    Cut("AUT-FR", "AUT-UK", box(12.1, 46.6, 13.0, 47.13), "East Tyrol, which borders on no other part of Tyrol"),
    Cut("VNM-S", "VNM-N", box(106.2, 17.0, 108.0, 18.0), "17th parallel; the Ben Hai river itself winds a few kilometres about it"),
    Cut("KOR", "KOR-N", box(124.0, 38.0, 131.0, 39.5), "38th parallel, exact"),
    Cut("PRK", "PRK-S", box(124.0, 37.0, 132.0, 38.0), "38th parallel, exact"),
    Cut("MAR", "MAR-WS", box(-18.0, 20.0, -8.0, 27.6667), "27°40' N, exact"),
    Cut("MAR", "MAR-TA", Polygon([(-13.5, 27.6667), (-8.667, 27.6667), (-8.667, 28.62), (-9.6, 28.55), (-10.4, 28.52), (-11.1, 28.69),
        (-13.5, 28.9)]), "Tarfaya strip between 27°40' N and the Draa: schematic"),
    Cut("MAR", "MAR-IF", Polygon([(-10.8, 29.10), (-10.30, 29.10), (-9.95, 29.16), (-9.93, 29.50), (-10.08, 29.57), (-10.8, 29.57)]),
        "Ifni: schematic"),
    Cut("MAR", "MAR-TZ", Polygon([(-6.2, 35.65), (-5.80, 35.66), (-5.70, 35.73), (-5.67, 35.86), (-5.60, 36.1), (-6.2, 36.1)]),
        "Tangier zone: schematic"),
    Cut("MAR", "MAR-SP", Polygon([(-6.6, 34.90), (-5.9, 34.92), (-5.55, 34.87), (-5.1, 34.83), (-4.6, 34.72), (-4.0, 34.70),
        (-3.55, 34.75), (-3.2, 34.80), (-2.9, 34.86), (-2.6, 34.97), (-2.34, 35.12), (-2.1, 35.6), (-6.6, 36.2)]),
        "northern Spanish zone: schematic"),
    Cut("ISR", "SYR-GO", Polygon([(35.62, 33.45), (35.625, 33.24), (35.61, 33.10), (35.625, 32.93), (35.650, 32.88), (35.655, 32.78),
        (35.640, 32.72), (35.70, 32.66), (36.2, 32.60), (36.2, 33.45)]), "line of 4 June 1967 along the Jordan: schematic"),
    Cut("EGY-SI", "EGY-SE", Polygon([(33.80, 31.5), (33.80, 31.13), (34.10, 29.3), (34.15, 28.3), (34.25, 27.6), (35.5, 27.6),
        (35.5, 31.6)]), "El Arish to Ras Muhammad, the line of 25 January 1980: schematic"),
    Cut("PAN", "PAN-CZ", LineString(CANAL).buffer(FIVE_MILES, quad_segs=4),
        "five miles either side of the canal; Panama City and Colón are not left out, the lakes' shores not kept in"),
    Cut("JPN-RY", "JPN-AM", box(120.0, 26.95, 135.0, 31.0), "islands north of 27° N, handed back first"),
    Cut("JPN", "JPN-BO", box(138.0, 20.0, 160.0, 28.0), "islands"),
    Cut("RUS-SL", "RUS-NT", box(145.0, 43.0, 149.2, 45.7), "islands: Kunashir, Iturup, Shikotan, Habomai"),
    Cut("RUS-SL", "RUS-KU", box(146.5, 45.0, 157.5, 51.2), "islands: the Kurils, Japanese since 1875"),
    Cut("RUS-SL", "RUS-SK", Polygon([(141.0, 45.0), (147.0, 45.75), (149.25, 45.0), (157.5, 45.0), (157.5, 51.2), (150.0, 51.2),
        (150.0, 50.0), (141.0, 50.0)]), "Sakhalin south of 50° N, exact, and the Kurils"),
    Cut("NAM", "NAM-WB", Polygon([(14.2, -22.69), (14.54, -22.69), (14.73, -22.84), (14.76, -23.03), (14.62, -23.15), (14.2, -23.15)]),
        "Walvis Bay: schematic"),
    Cut("GHA", "GHA-TG", Polygon([(0.55, 6.30), (0.30, 6.45), (0.15, 6.75), (0.05, 7.10), (-0.05, 7.50), (-0.15, 7.85), (-0.20, 8.30),
        (-0.20, 8.90), (-0.20, 9.30), (-0.25, 9.60), (-0.20, 10.10), (-0.05, 10.60), (-0.05, 11.40), (1.4, 11.40), (1.4, 6.30)]),
        "British Togoland: schematic"),
    Cut("NGA", "NGA-NC", Polygon([(14.3, 13.2), (13.75, 12.6), (13.55, 12.0), (13.45, 11.4), (13.35, 10.9), (13.05, 10.4), (12.95, 9.95),
        (13.4, 9.8), (14.8, 10.5), (15.2, 13.0)]), "Northern Cameroons, Dikwa and Mubi: schematic"),
    Cut("NGA", "NGA-NC", Polygon([(12.45, 9.10), (12.15, 8.95), (11.80, 8.60), (11.40, 8.00), (10.90, 7.40), (10.85, 6.60), (11.0, 6.2),
        (12.5, 6.2), (13.4, 8.6), (12.9, 9.0)]), "Northern Cameroons, southern Adamawa and Mambilla: schematic"),
    Cut("TCD", "TCD-AO", Polygon([(14.5, 22.30), (15.2, 22.00), (24.5, 18.35), (24.5, 21.0), (15.0, 24.5), (14.5, 24.5)]),
        "Aouzou strip, after the unratified treaty line of 1935: schematic"),
    Cut("NOR", "NOR-JM", box(-10.0, 70.0, -7.0, 72.0), "island"),
    Cut("HRV", "HRV-ZA", box(16.75, 42.70, 16.97, 42.81), "islands: Lagosta"),
    Cut("FIN", "FIN-PO", Polygon([(24.15, 59.8), (24.15, 60.08), (24.30, 60.17), (24.52, 60.13), (24.62, 60.08), (24.62, 59.8)]),
        "Porkkala: schematic"),
    Cut("GRC-SA", "GRC-DO", box(26.15, 35.2, 30.0, 37.7), "islands"),
)
"""`of` is always an atom of `PARTS` or a whole country; of two cuts that overlap the first holds."""
