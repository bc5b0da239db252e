"""The same border incident told in other languages: what the reader must refuse by name."""

TOLD_IN = {
    "Korean": (
        "북한군은 화요일 밤 군사분계선 너머로 포탄 스무 발을 발사했다.",
        "남측은 즉시 대응 사격을 했으며 인명 피해는 없다고 국방부가 밝혔다.",
        "정부는 이번 도발을 강력히 규탄하고 사과를 요구했다.",
    ),
    "Chinese": (
        "周二夜间,印度士兵越过实际控制线,与中国边防部队发生冲突。",
        "外交部发言人说,三名士兵受伤,没有人死亡。",
        "中方要求印方立即撤回越线人员,并已提出严正交涉。",
    ),
    "Japanese": (
        "火曜日の夜、ロシアの警備艇が日本の漁船に向けて発砲した。",
        "外務省によると、乗組員二人がけがをし、船は国後島に連行された。",
        "政府はモスクワに強く抗議し、乗組員の即時釈放を求めている。",
    ),
    "Russian": (
        "Во вторник ночью азербайджанские войска обстреляли армянские позиции на границе.",
        "По словам министерства обороны, трое солдат погибли и ещё семеро были ранены.",
        "Ереван заявил решительный протест и потребовал вывести войска.",
    ),
    "Ukrainian": (
        "У вівторок уночі російські війська обстріляли українське село біля кордону.",
        "За даними міністерства, троє людей загинули, ще п'ятеро зазнали поранень.",
        "Київ вимагає негайного скликання Ради Безпеки та відведення військ.",
    ),
    "Arabic": (
        "أطلقت القوات الإسرائيلية النار على دورية لبنانية قرب الحدود مساء الثلاثاء.",
        "وقالت وزارة الدفاع إن جنديين قتلا وأصيب ثلاثة آخرون بجروح.",
        "وطالبت الحكومة مجلس الأمن بعقد جلسة طارئة لبحث هذا الاعتداء.",
    ),
    "Hebrew": (
        "כוחות סוריים ירו ביום שלישי בלילה לעבר סיור ישראלי סמוך לגבול.",
        "דובר הצבא מסר כי שני חיילים נפצעו ואחד מהם במצב קשה.",
        "ממשלת ישראל הגישה מחאה למועצת הביטחון ואיימה בתגובה חריפה.",
    ),
    "Persian": (
        "نیروهای عراقی سه‌شنبه شب به یک پاسگاه مرزی ایران حمله کردند.",
        "وزارت دفاع اعلام کرد که دو سرباز کشته و پنج نفر زخمی شده‌اند.",
        "دولت این تجاوز را محکوم کرد و خواستار عقب‌نشینی فوری شد.",
    ),
    "Urdu": (
        "بھارتی فوج نے منگل کی رات کنٹرول لائن پر پاکستانی چوکیوں پر گولہ باری کی۔",
        "وزارت خارجہ کے مطابق دو شہری ہلاک اور چھ زخمی ہوئے ہیں۔",
        "پاکستان نے بھارتی ہائی کمشنر کو طلب کر کے شدید احتجاج کیا ہے۔",
    ),
    "Hindi": (
        "पाकिस्तानी सेना ने मंगलवार की रात नियंत्रण रेखा पर भारतीय चौकियों पर गोलीबारी की।",
        "रक्षा मंत्रालय के अनुसार दो जवान शहीद हुए और पाँच घायल हैं।",
        "भारत ने पाकिस्तान के उच्चायुक्त को तलब कर कड़ा विरोध जताया।",
    ),
    "Thai": (
        "ทหารกัมพูชายิงปืนใหญ่ข้ามพรมแดนเข้ามาในเขตไทยเมื่อคืนวันอังคาร",
        "กระทรวงกลาโหมแถลงว่ามีทหารบาดเจ็บสามนายและไม่มีผู้เสียชีวิต",
        "รัฐบาลไทยยื่นหนังสือประท้วงและเรียกร้องให้ถอนทหารออกทันที",
    ),
    "Greek": (
        "Τουρκικά μαχητικά παραβίασαν την Τρίτη το βράδυ τον εθνικό εναέριο χώρο.",
        "Το υπουργείο Άμυνας ανακοίνωσε ότι δύο ελληνικά αεροσκάφη τα αναχαίτισαν.",
        "Η κυβέρνηση επέδωσε διάβημα διαμαρτυρίας και ζήτησε εξηγήσεις από την Άγκυρα.",
    ),
    "Turkish": (
        "Suriye askerleri salı gecesi sınırda bir Türk karakoluna ateş açtı.",
        "Savunma Bakanlığı iki askerin öldüğünü ve üç kişinin yaralandığını açıkladı.",
        "Hükümet bu saldırıyı kınadı ve Şam yönetiminden özür dilemesini istedi.",
    ),
    "German": (
        "Polnische Grenzsoldaten haben in der Nacht zum Mittwoch auf ein Boot geschossen.",
        "Nach Angaben des Ministeriums wurden zwei Beamte verletzt, einer davon schwer.",
        "Berlin bestellte den Botschafter ein und verlangte eine Erklärung.",
    ),
    "French": (
        "Des soldats libyens ont franchi mardi soir la frontière et attaqué un poste tchadien.",
        "Selon le ministère de la Défense, trois militaires ont été tués et cinq autres blessés.",
        "Le gouvernement a rappelé son ambassadeur et demandé le retrait immédiat des troupes.",
    ),
    "Spanish": (
        "Soldados peruanos cruzaron el martes por la noche la frontera y atacaron un puesto ecuatoriano.",
        "Según el Ministerio de Defensa, tres militares murieron y otros cinco resultaron heridos.",
        "Quito presentó una protesta formal y exigió la retirada inmediata de las tropas.",
    ),
    "Portuguese": (
        "Soldados venezuelanos atravessaram na terça-feira à noite a fronteira e atacaram um posto vizinho.",
        "Segundo o Ministério da Defesa, três militares morreram e outros cinco ficaram feridos.",
        "O governo apresentou um protesto formal e exigiu a retirada imediata das tropas.",
    ),
    "Italian": (
        "Soldati jugoslavi hanno attraversato martedì notte il confine e aperto il fuoco su una pattuglia.",
        "Secondo il ministero della Difesa due finanzieri sono rimasti feriti.",
        "Il governo ha presentato una protesta formale e chiesto il ritiro immediato delle truppe.",
    ),
    "Polish": (
        "Białoruscy żołnierze ostrzelali we wtorek w nocy polski patrol na granicy.",
        "Według Ministerstwa Obrony dwóch żołnierzy zostało rannych, a jeden zginął.",
        "Rząd złożył ostry protest i zażądał natychmiastowego wyjaśnienia sprawy.",
    ),
    "Vietnamese": (
        "Tàu hải cảnh Trung Quốc đã đâm chìm một tàu cá Việt Nam gần quần đảo Hoàng Sa tối thứ Ba.",
        "Bộ Ngoại giao cho biết hai ngư dân bị thương và không có ai thiệt mạng.",
        "Hà Nội đã trao công hàm phản đối và yêu cầu Bắc Kinh bồi thường thiệt hại.",
    ),
    "Indonesian": (
        "Kapal patroli Malaysia menembaki sebuah kapal nelayan Indonesia di Selat Malaka pada Selasa malam.",
        "Menurut Kementerian Pertahanan, dua orang terluka dan tidak ada yang tewas.",
        "Pemerintah mengirim nota protes dan menuntut permintaan maaf dari Kuala Lumpur.",
    ),
    "Dutch": (
        "Venezolaanse militairen hebben dinsdagnacht een patrouilleboot van de marine beschoten.",
        "Volgens het ministerie van Defensie zijn twee matrozen gewond geraakt.",
        "De regering heeft de ambassadeur ontboden en eist een verklaring.",
    ),
    "Swedish": (
        "En sovjetisk ubåt trängde natten till onsdagen in på svenskt territorialvatten.",
        "Enligt försvaret sköts varningsskott, men ingen människa kom till skada.",
        "Regeringen överlämnade en skarp protest och krävde att ubåten genast lämnar området.",
    ),
    "Romanian": (
        "Soldați ucraineni au deschis focul marți noaptea asupra unei patrule românești la frontieră.",
        "Potrivit ministerului, doi grăniceri au fost răniți și nimeni nu a murit.",
        "Guvernul a transmis un protest și a cerut explicații de la Kiev.",
    ),
    "Hungarian": (
        "Román határőrök kedden éjszaka tüzet nyitottak egy magyar járőrre a határon.",
        "A minisztérium szerint két katona megsebesült, de senki nem halt meg.",
        "A kormány tiltakozott és azonnali magyarázatot kért a szomszédos országtól.",
    ),
    "Czech": (
        "Vojáci sousedního státu v úterý v noci ostřelovali českou hlídku na hranici.",
        "Podle ministerstva byli dva muži zraněni a nikdo nezahynul.",
        "Vláda podala protest a žádá, aby se viníci omluvili.",
    ),
    "Serbian": (
        "Hrvatski vojnici su u utorak uveče otvorili vatru na srpsku patrolu na granici.",
        "Prema navodima ministarstva, dvojica vojnika su ranjena, ali nije bilo mrtvih.",
        "Vlada je uputila oštar protest i zatražila da se povuku sve jedinice.",
    ),
    "Swahili": (
        "Wanajeshi wa Uganda walivuka mpaka Jumanne usiku na kushambulia kijiji cha Tanzania.",
        "Kwa mujibu wa wizara ya ulinzi, watu wawili waliuawa na wengine watano walijeruhiwa.",
        "Serikali ya Tanzania imelaani shambulio hilo na kutaka majeshi yaondoke mara moja.",
    ),
}
"""Three sentences a language, written for these tests."""

SHORTLY = {
    "Korean": "양국 외무장관이 목요일 서울에서 만났다.",
    "Chinese": "两国外长周四在北京会晤。",
    "Japanese": "両国の外相は木曜日に東京で会談した。",
    "Russian": "Министры встретились в четверг в Москве.",
    "Ukrainian": "Міністри зустрілися в четвер у Києві й підписали угоду.",
    "Arabic": "التقى الوزيران في القاهرة يوم الخميس.",
    "Hebrew": "השרים נפגשו ביום חמישי בירושלים.",
    "Persian": "وزیران پنجشنبه در تهران دیدار کردند.",
    "Urdu": "وزرائے خارجہ نے جمعرات کو اسلام آباد میں ملاقات کی۔",
    "Hindi": "दोनों मंत्री गुरुवार को दिल्ली में मिले।",
    "Thai": "รัฐมนตรีทั้งสองพบกันที่กรุงเทพฯ เมื่อวันพฤหัสบดี",
    "Greek": "Οι υπουργοί συναντήθηκαν την Πέμπτη στην Αθήνα.",
    "Turkish": "İki ülkenin bakanları perşembe günü Ankara'da bir araya geldi.",
    "German": "Die beiden Minister trafen sich am Donnerstag in Wien.",
    "French": "Les deux ministres se sont rencontrés jeudi à Paris.",
    "Spanish": "Los dos ministros se reunieron el jueves en Lima.",
    "Portuguese": "Os dois ministros se reuniram na quinta-feira em Lisboa.",
    "Italian": "I due ministri si sono incontrati giovedì a Roma.",
    "Polish": "Obaj ministrowie spotkali się w czwartek w Warszawie.",
    "Vietnamese": "Hai bộ trưởng gặp nhau hôm thứ Năm tại Hà Nội.",
    "Indonesian": "Kedua menteri bertemu pada hari Kamis di Jakarta.",
    "Dutch": "De twee ministers hebben elkaar donderdag in Brussel ontmoet.",
    "Swedish": "De två ministrarna träffades på torsdagen i Stockholm.",
    "Romanian": "Cei doi miniștri s-au întâlnit joi la București.",
    "Hungarian": "A két miniszter csütörtökön találkozott Budapesten.",
    "Czech": "Oba ministři se ve čtvrtek sešli v Praze.",
    "Serbian": "Dvojica ministara su se sastala u četvrtak u Beogradu.",
    "Swahili": "Mawaziri hao wawili walikutana Alhamisi mjini Nairobi.",
}
"""One short sentence a language."""
