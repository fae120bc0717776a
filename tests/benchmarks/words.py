"""Small word lists, one a country, of which the generator makes plausible names of people, firms and deals."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Land:
    """`deal` and `firm` put their parts into the order of the language; every list is the generator's own."""

    country: str
    language: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    fronts: tuple[str, ...]  # what a firm's name begins with
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    works: tuple[str, ...]  # what is sold: the work
    things: tuple[str, ...]  # and what it is done to
    cities: tuple[tuple[str, str], ...]  # name, pattern of post codes
    streets: tuple[str, ...]
    titles: tuple[str, ...]
    dial: str
    firm: str = "{front} {trade} {form}"
    deal: str = "{work} {thing}"
    person: str = "{first} {surname}"

    def name_of_firm(self, rng: Random) -> str:
        return self.firm.format(
            front=rng.choice(self.fronts), trade=rng.choice(self.trades), form=rng.choice(self.forms)
        )

    def name_of_deal(self, rng: Random) -> str:
        text = self.deal.format(work=rng.choice(self.works), thing=rng.choice(self.things))
        return f"{text} {rng.randint(2, 9)}" if rng.random() < 0.4 else text

    def place(self, rng: Random) -> tuple[str, str, str]:
        """Address, post code and city."""
        city, pattern = rng.choice(self.cities)
        code = "".join(str(rng.randint(1, 9)) if sign == "9" else sign for sign in pattern)
        street, house = rng.choice(self.streets), rng.randint(1, 240)
        return f"{street} {house}", code, city


GB = Land(
    "GB",
    "ENG",
    30,
    ("Abigail", "Bryony", "Charlotte", "Eleanor", "Fiona", "Harriet", "Imogen", "Joanna", "Niamh", "Priya"),
    ("Alistair", "Callum", "Edmund", "Gareth", "Hugh", "Ibrahim", "Nigel", "Oliver", "Rhys", "Stuart"),
    (
        "Ashworth", "Bramwell", "Carmichael", "Dunmore", "Eastwood", "Fairclough", "Garside", "Hollis",
        "Kettlewell", "Lockhart", "Merriman", "Oakden", "Pemberton", "Rawlins", "Sedgwick", "Thackeray",
        "Underhill", "Wadsworth", "O'Brien", "MacLeod",
    ),
    (
        "Aldgate", "Blackmoor", "Cragside", "Dalewater", "Elmbridge", "Foxhill", "Granby", "Harrowdene",
        "Kestrel", "Larkfield", "Millbrook", "Northgate", "Oakenshaw", "Pennine", "Quayside", "Ridgeway",
        "Southcliff", "Thornbury", "Upland", "Westmarch",
    ),
    (
        "Packaging", "Foods", "Dairies", "Breweries", "Logistics", "Engineering", "Plastics", "Textiles",
        "Instruments", "Printing", "Timber", "Pharma", "Castings", "Bakeries",
    ),
    ("Ltd", "plc", "LLP", "& Sons"),
    (
        "Refit of", "Extension of", "Replacement of", "Service contract for", "Audit of", "Spare parts for",
        "Automation of", "Training on", "Relocation of", "New",
    ),
    (
        "filling line", "cold store", "packing hall", "conveyor", "boiler house", "labelling machine",
        "palletiser", "washing tunnel", "control room", "test bench", "paint shop", "loading dock",
        "compressor", "weighing station",
    ),
    (("Leeds", "LS9 9AB"), ("Bristol", "BS9 9QT"), ("Norwich", "NR9 9PL"), ("Perth", "PH9 9DR")),
    ("Canal Street", "Foundry Lane", "High Street", "Mill Road", "Station Approach"),
    ("Plant manager", "Buyer", "Head of production", "Managing director", "Maintenance engineer"),
    "+44 113 496 ",
)  # fmt: skip
NL = Land(
    "NL",
    "NLD",
    25,
    ("Anouk", "Femke", "Geertje", "Hanneke", "Ilse", "Lotte", "Marijke", "Noortje", "Roos", "Willemijn"),
    ("Bas", "Dirk", "Freek", "Gijs", "Jeroen", "Koen", "Maarten", "Ruben", "Sjoerd", "Wouter"),
    (
        "van den Akker", "Brouwer", "de Groot", "Dijkstra", "van Eijk", "Hoekstra", "Jansma", "Kuipers",
        "van der Laan", "Meijer", "Oosterhuis", "Postma", "de Ruiter", "Schouten", "Terpstra", "Veenstra",
        "Wiersma", "Zijlstra", "IJsselmuiden", "van 't Hof",
    ),
    (
        "Amstelland", "Boterdiep", "Drechtsteden", "Eemland", "Fivel", "Gouwe", "Houtrust", "IJsselmonde",
        "Kromme Rijn", "Lauwers", "Merwede", "Noorderkade", "Oosterpoort", "Polder", "Rijnveste",
        "Schieland", "Twickel", "Veluwezoom", "Waterland", "Zaanse",
    ),
    (
        "Zuivel", "Verpakkingen", "Machinebouw", "Bakkerij", "Transport", "Kunststof", "Techniek",
        "Drukkerij", "Houthandel", "Veevoeders", "Koeltechniek", "Bloemen",
    ),
    ("BV", "NV", "VOF", "Groep"),
    (
        "Renovatie", "Uitbreiding", "Vervanging", "Onderhoudscontract", "Keuring", "Reservedelen",
        "Automatisering", "Verhuizing", "Opleiding", "Nieuwe",
    ),
    (
        "vullijn", "koelcel", "verpakkingshal", "transportband", "ketelhuis", "etiketteermachine",
        "palletiseerder", "wastunnel", "regelkamer", "proefopstelling", "spuiterij", "laadperron",
    ),
    (("Zwolle", "8911 KT"), ("Breda", "4811 BN"), ("Groningen", "9711 RL"), ("Alkmaar", "1811 ZD")),
    ("Kanaalweg", "Havenstraat", "Molenpad", "Industrieweg", "Stationsplein"),
    ("Bedrijfsleider", "Inkoper", "Hoofd productie", "Directeur", "Technische dienst"),
    "+31 20 055 ",
)  # fmt: skip
FR = Land(
    "FR",
    "FRA",
    15,
    ("Aurélie", "Bénédicte", "Camille", "Élodie", "Hélène", "Maëlle", "Océane", "Sévérine", "Solène", "Zoé"),
    ("Adrien", "Benoît", "Cédric", "Émile", "François", "Gaël", "Jérôme", "Loïc", "Rémi", "Théo"),
    (
        "Aubertin", "Beaulieu", "Chauvet", "Delacroix", "Étienne", "Fontenay", "Guérin", "Hébrard", "Jacquet",
        "Lefèvre", "Mercier", "Noël", "Périer", "Rousselot", "Sénéchal", "Thévenet", "Vasseur", "d'Angély",
    ),
    (
        "Ardèche", "Bélier", "Clairvaux", "Dauphiné", "Étoile", "Forêt", "Garonne", "Héron", "Lumière",
        "Mésange", "Orée", "Périgord", "Rivière", "Saône", "Tilleul", "Vallée",
    ),
    (
        "Laiterie", "Emballages", "Boulangerie", "Mécanique", "Logistique", "Plasturgie", "Imprimerie",
        "Fonderie", "Textiles", "Brasserie",
    ),
    ("SA", "SAS", "SARL", "et Fils"),
    (
        "Rénovation de", "Extension de", "Remplacement de", "Entretien de", "Contrôle de", "Pièces pour",
        "Automatisation de", "Déménagement de", "Formation à",
    ),
    (
        "la ligne de remplissage", "la chambre froide", "l'étiqueteuse", "la chaîne d'emballage",
        "la chaufferie", "l'atelier de peinture", "la salle de contrôle", "l'entrepôt", "la presse",
    ),
    (("Nîmes", "3099 9"), ("Orléans", "4599 9"), ("Besançon", "2599 9"), ("Pézenas", "3499 9")),
    ("rue du Canal", "avenue de la Gare", "chemin du Moulin", "quai des Brumes"),
    ("Directrice d'usine", "Acheteur", "Chef de production", "Gérant", "Ingénieur"),
    "+33 1 99 00 ",
    firm="{trade} {front} {form}",
)  # fmt: skip
DE = Land(
    "DE",
    "DEU",
    20,
    ("Anneliese", "Brigitte", "Dörte", "Frauke", "Gesine", "Jördis", "Käthe", "Liesel", "Sigrid", "Ulrike"),
    ("Ansgar", "Björn", "Detlef", "Friedrich", "Götz", "Jürgen", "Klaus", "Lüder", "Rüdiger", "Uwe"),
    (
        "Achterberg", "Böhmermann", "Dörfler", "Eschenbach", "Färber", "Großkopf", "Hübner", "Jäger",
        "Köhler", "Lüttich", "Mühlhaus", "Nußbaum", "Östermann", "Pfäffle", "Rößler", "Schäfer", "Tröger",
        "von Wüllenweber", "Zöllner",
    ),
    (
        "Altmark", "Börde", "Donau", "Eiche", "Fichtel", "Grünwald", "Hansa", "Isar", "Königs", "Löwen",
        "Märkische", "Nordsee", "Oberland", "Rhön", "Süd", "Thüringer", "Weser", "Zollern",
    ),
    (
        "Molkerei", "Verpackung", "Maschinenbau", "Bäckerei", "Spedition", "Kunststoff", "Meßtechnik",
        "Druckerei", "Sägewerk", "Gießerei", "Brauerei", "Fördertechnik",
    ),
    ("GmbH", "AG", "KG", "GmbH & Co. KG"),
    (
        "Umbau", "Erweiterung", "Ersatz", "Wartungsvertrag", "Prüfung", "Ersatzteile", "Automatisierung",
        "Umzug", "Schulung", "Neubau",
    ),
    (
        "Abfüllanlage", "Kühlhaus", "Verpackungshalle", "Förderband", "Kesselhaus", "Etikettierer",
        "Palettierer", "Waschtunnel", "Leitstand", "Prüfstand", "Lackiererei", "Laderampe",
    ),
    (("Göttingen", "37999"), ("Würzburg", "97999"), ("Lübeck", "23999"), ("Köln", "51999")),
    ("Kanalstraße", "Hüttenweg", "Am Bahnhof", "Mühlgasse", "Industriestraße"),
    ("Werksleiter", "Einkäuferin", "Leiter Produktion", "Geschäftsführer", "Instandhaltung"),
    "+49 30 23125 ",
)  # fmt: skip
CN = Land(
    "CN",
    "ZHO",
    10,
    ("美玲", "丽华", "秀英", "静怡", "雪梅", "晓燕", "玉兰", "文静"),
    ("建国", "志强", "伟明", "海涛", "俊杰", "国栋", "立新", "永康"),
    ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "欧阳", "司马"),
    ("东方", "华兴", "金龙", "长城", "海通", "天元", "新世纪", "永昌", "江南", "泰山", "明珠", "宏达"),
    ("包装", "机械", "食品", "乳业", "物流", "塑料", "纺织", "电子", "印刷", "木业"),
    ("有限公司", "股份公司", "集团"),
    ("改造", "扩建", "更换", "维修合同", "检测", "备件", "自动化", "搬迁", "培训"),
    ("灌装线", "冷库", "包装车间", "输送带", "锅炉房", "贴标机", "码垛机", "清洗隧道", "控制室", "试验台"),
    (("苏州", "215999"), ("宁波", "315999"), ("成都", "610999"), ("青岛", "266999")),
    ("运河路", "工业大道", "车站街", "磨坊巷"),
    ("厂长", "采购员", "生产主管", "总经理", "工程师"),
    "+86 512 5550 ",
    firm="{front}{trade}{form}",
    deal="{thing}{work}",
    person="{surname}{first}",
)
LANDS = (GB, NL, FR, DE, CN)
SALESPEOPLE = (
    ("AE", "Anouk van Eijk"), ("AW", "Alistair Wadsworth"), ("BA", "Bas van den Akker"), ("BB", "Bénédicte Beaulieu"),
    ("BJ", "Björn Jäger"), ("CD", "Cédric Delacroix"), ("CG", "Charlotte Garside"), ("DF", "Dörte Färber"),
    ("DK", "Dirk Kuipers"), ("EF", "Edmund Fairclough"), ("EG", "Élodie Guérin"), ("FG", "Femke de Groot"),
    ("FH", "François Hébrard"), ("GM", "Gareth Merriman"), ("GR", "Gijs de Ruiter"), ("GS", "Gesine Schäfer"),
    ("HK", "Harriet Kettlewell"), ("HT", "Hanneke Terpstra"), ("IR", "Ibrahim Rawlins"), ("JL", "Jeroen van der Laan"),
    ("JR", "Jürgen Rößler"), ("LC", "Loïc Chauvet"), ("LV", "Lotte Veenstra"), ("NM", "Niamh MacLeod"),
    ("PP", "Priya Pemberton"), ("RD", "Rüdiger Dörfler"), ("UH", "Ulrike Hübner"), ("WM", "王美玲"),
    ("WW", "Wouter Wiersma"), ("ZQ", "张志强"),
)  # fmt: skip
NOTES = (
    "Wants an answer before the summer stop; decides together with the plant manager.",
    "Budget is in this year's plan. Call again after the board has met.",
    "Wil eerst een referentie bezoeken, liefst in de buurt van Zwolle.",
    "Le client compare avec deux autres fournisseurs ; le prix n'est pas décisif.",
    "Die Geschäftsführung möchte die Lieferzeit schriftlich bestätigt haben.",
    "客户要求下个月安排现场演示。",
)
TASKS = (
    "Ask whether the offer arrived",
    "Arrange product presentation",
    "Send drawings of hall 2",
    "Offerte nabellen",
    "Rappeler après la visite",
    "Angebot überarbeiten",
    "安排现场演示",
)
