"""What the documents of Vietnam have in common."""

from workers.documents.schema import Field

VIETNAM = "VNM"

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

EMBLEM = (0.06, 0.1, 0.26, 0.3)
"""Where the middle of the state's emblem may be: a red disc of 12 mm (circulars 06/2021/TT-BCA and
16/2024/TT-BCA) or, before, 14 mm, on the left over the portrait. The circulars give no measure of
its place: this is that of our drawings with 3 to 5 mm around."""

TWELVE_DIGITS = r"\d{12}"
"""The personal number since 2012, with which nothing may be mixed up."""

AUTHORITIES = (
    "CỤC TRƯỞNG CỤC CẢNH SÁT ĐKQL CƯ TRÚ VÀ DLQG VỀ DÂN CƯ",
    "CỤC TRƯỞNG CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI",
)
"""The two that signed citizen cards, until 2018 and since."""

MARKS = (
    "nốt", "ruồi", "sẹo", "chấm", "lồi", "lõm", "tròn", "dài", "cách", "trên", "dưới", "trước",
    "sau", "trong", "ngoài", "cánh", "mũi", "mép", "môi", "mắt", "đuôi", "đầu", "lông", "mày",
    "trái", "phải", "cằm", "má", "trán", "tai", "thái", "dương", "cổ", "gò", "giữa", "đường",
    "sống", "khóe", "dái", "và", "không", "có", "dấu", "vết", "riêng", "mi", "tóc", "bớt", "vai",
    "tay",
)  # fmt: skip
"""What distinguishing marks are described with."""

SIGNED_BY = Field(
    "issuingAuthority",
    starts=("CỤC TRƯỞNG CỤC", "GIÁM ĐỐC CÔNG AN"),
    lines=3,
    known=AUTHORITIES,
)
"""Who signed a card of twelve digits: it has no label."""

ZONE = (("documentNumber", ""), ("optionalData", "documentNumber"))
"""On cards with a TD1 zone the whole personal number is the optional data; the document number is
its last nine digits."""

NUMBER_RULES = frozenset({"idNumberLength", "genderAndBirthDate", "province"})
"""What the twelve digits are held against (`workers.checks.rules`)."""

CITIZEN_RULES = NUMBER_RULES | {"expiryByAge"}
"""The same of cards that end on a birthday."""

SEXES = ("Nam", "Nữ")

# The 54 peoples of the official list (Decision 121-TCTK/PPCĐ of 1979) that the cards name.
PEOPLES = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Khmer", "Mường", "Nùng", "HMông", "Mông", "Dao",
    "Gia-rai", "Ngái", "Ê-đê", "Ba na", "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê",
    "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ", "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ",
    "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru", "Lào", "La Chí",
    "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống",
    "Bố Y", "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm",
)  # fmt: skip
RELIGIONS = (
    "Không", "Phật giáo", "Công giáo", "Thiên Chúa giáo", "Thiên chúa", "Tin Lành", "Cao Đài",
    "Hòa Hảo", "Phật giáo Hòa Hảo", "Hồi giáo",
)  # fmt: skip
