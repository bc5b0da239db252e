"""Names that contain a state's name but mean no state: seas, regions, provinces, things."""

NOT_STATES = tuple(
    line.strip()
    for line in """
    South China Sea
    East China Sea
    Sea of Japan
    Japan Sea
    Indian Ocean
    Gulf of Mexico
    Gulf of Thailand
    Gulf of Siam
    Gulf of Oman
    Gulf of Guinea
    Gulf of Finland
    Gulf of Panama
    Gulf of Honduras
    Gulf of Venezuela
    Sea of Oman
    Persian Gulf
    English Channel
    Mozambique Channel
    Korea Strait
    Irish Sea
    Norwegian Sea
    Philippine Sea
    Timor Sea
    New Guinea
    New Britain
    New England
    New Mexico
    New South Wales
    British Columbia
    Inner Mongolia
    Congo River
    Niger River
    Senegal River
    Jordan River
    Jordan Valley
    River Jordan
    Paraguay River
    Uruguay River
    Lake Chad
    Lake Malawi
    Panama hat
    Turkish bath
    Chinese New Year
    Indian summer
    Brazil nut
    Danish pastry
    Georgia Tech
    State of Georgia
    Atlanta, Georgia
    Miss America
    Bank of America
    Deutsche Bank
    Air France
    Brussels sprouts
    Stockholm syndrome
    Warsaw Pact
    Geneva Convention
    Geneva Conventions
    Vienna Convention
    Montreal Convention
    Hague Convention
    Treaty of Versailles
    Treaty of Rome
    Brest-Litovsk
    """.splitlines()
    if line.strip()
)
"""As written; the gazetteer folds them."""
