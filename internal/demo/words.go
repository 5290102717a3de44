package demo

import "github.com/forvalt/forvalt/internal/contract"

type department struct{ id, name string }

var departments = []department{
	{"innkjop", "Innkjøp konsern"}, {"helse", "Helse og omsorg"}, {"oppvekst", "Oppvekst og skole"}, {"bygg", "Eiendom og bygg"},
	{"teknisk", "Teknisk drift"}, {"kultur", "Kultur og idrett"}, {"digital", "Digitalisering"}, {"okonomi", "Økonomi"},
}

// trade is what a category of contracts buys.
type trade struct {
	id, title, cpv string
	nature         contract.Nature
	risk           int    // labour crime, 0–4
	area           string // of inspections; "" for none
	objects        []string
}

var trades = []trade{
	{"sikkerhet", "Sikkerhet", "79713000", contract.Services, 3, "Vektertjenester", []string{"Vektertjenester", "Alarmutrykning", "Nøkkelhåndtering", "Resepsjonsvakt"}},
	{"bo-omsorg", "Bo- og tjenestetilbud", "85311000", contract.Services, 2, "Bo- og tjenestetilbud", []string{"Bo- og tjenestetilbud", "Avlastningsplasser", "Dagtilbud for eldre", "Rehabiliteringsopphold"}},
	{"bpa", "Brukerstyrt assistanse", "85312000", contract.Services, 2, "Brukerstyrt personlig assistanse", []string{"Brukerstyrt personlig assistanse", "Støttekontakt", "Tolketjenester"}},
	{"bygg", "Bygg", "45214000", contract.Works, 4, "Byggeplass", []string{"Rehabilitering av skole", "Nybygg barnehage", "Utbedring av idrettshall", "Tak og fasader"}},
	{"ror", "Rør og sanitær", "45330000", contract.Works, 3, "Byggeplass", []string{"Rørleggertjenester", "Sprinkleranlegg", "Vann- og avløpsarbeid"}},
	{"elektro", "Elektro", "45310000", contract.Works, 3, "Byggeplass", []string{"Elektrotjenester", "Belysning i veier", "Ladepunkter"}},
	{"avfall", "Avfall", "90511000", contract.Services, 3, "Avfallsinnsamling", []string{"Innsamling av husholdningsavfall", "Matavfall", "Tømming av slam", "Farlig avfall"}},
	{"park", "Park og idrett", "77310000", contract.Services, 2, "Parker og lekeplasser", []string{"Drift av parker", "Lekeplassutstyr", "Skjøtsel av idrettsanlegg", "Trepleie"}},
	{"renhold", "Renhold", "90911200", contract.Services, 4, "", []string{"Renhold i skoler", "Renhold i barnehager", "Vinduspuss", "Renholdsprodukter til drift"}},
	{"transport", "Persontransport", "60130000", contract.Services, 3, "", []string{"Skoleskyss", "Pasienttransport", "Drosjekjøring", "Leie av kjøretøy"}},
	{"mat", "Mat og drikke", "15800000", contract.Goods, 1, "", []string{"Dagligvarer til institusjoner", "Frukt og grønt", "Fisk og sjømat", "Kjøtt og pålegg"}},
	{"it", "IT-tjenester", "72260000", contract.Services, 1, "", []string{"Fagsystem for skole", "Driftstjenester", "Nettverksutstyr og drift", "Konsulenter til digitalisering"}},
	{"mobler", "Møbler", "39130000", contract.Goods, 0, "", []string{"Skolemøbler", "Kontormøbler", "Møbler til institusjoner"}},
	{"helseutstyr", "Medisinsk utstyr", "33100000", contract.Goods, 1, "", []string{"Medisinske forbruksvarer", "Senger og madrasser", "Personlige hjelpemidler", "Munn- og nesevern"}},
	{"radgivning", "Rådgivning", "71300000", contract.Services, 0, "", []string{"Rådgivende ingeniører", "Arkitekttjenester", "Revisjon", "Juridisk bistand"}},
}

var places = []string{"sentrum", "nord", "sør", "øst", "vest", "Elvebyen", "Fjordsida", "Nordneset", "Solheia", "Storøya", "Lia", "Bruvoll", "Åsgrenda", "Vågen", "Haugen", "Myra", "Sandvik", "Fjellsida"}

var supplierFirst = []string{"Nord", "Vest", "Fjord", "Fjell", "Kyst", "Elve", "Sol", "Hav", "Gran", "Stein", "Skog", "Bre", "Våg", "Dal", "Øy", "Hei"}

var supplierTrade = []string{"bygg", "drift", "service", "omsorg", "vakt", "renhold", "transport", "data", "mat", "anlegg", "teknikk", "rør", "elektro", "hjelp"}

var firstNames = []string{"Kari", "Ola", "Ingrid", "Lars", "Astrid", "Farid", "Signe", "Per", "Amina", "Jon", "Marit", "Trygve", "Leila", "Nils", "Eva", "Sondre", "Ragnhild", "Omar", "Berit", "Anders", "Silje", "Håkon", "Yasmin", "Torunn", "Erik", "Gro", "Vidar", "Hanne"}

var lastNames = []string{"Lie", "Strand", "Moe", "Vik", "Dahl", "Hauge", "Berg", "Solli", "Aas", "Bakke", "Eide", "Foss", "Haugen", "Lunde", "Myhre", "Nygård", "Ruud", "Sæther", "Tveit", "Ødegård"}

// monthNames are the months as the messages of the made-up commits write them.
var monthNames = [...]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}
