"""The pages that are looked at. A new view is one line."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class View:
    name: str
    path: str
    # A selector of what must be there, or this is another view than the name says.
    holds: str
    status: int = 200


VIEWS = [
    View("home", "/", ".home .examples"),
    View("results", "/?q=Ukraine", ".hit + .hit + .hit"),
    View("two-languages", "/?q=Kiew+OR+Kyiv", ".hit [lang=de], .hit [lang=en]"),
    View("narrowed", "/?q=Kiew&lang=de&source=dpa&date=2024-07", ".chips li + li + li"),
    View("narrowed-by-name", "/?q=Ukraine&entity=country:UA&entity=country:RU", ".chips li + li"),
    View("notes", "/?q=Kiew+%22in+der", ".notes li"),
    View("nothing", "/?q=Regirung+AND+Moskau", ".nothing"),
    View("nothing-narrowed", "/?q=Kiew&date=1999", ".nothing a"),
    View("page-2", "/?lang=de&page=2", ".pages [rel=prev]"),
    View("article", "/articles/kiew-botschaft-de?q=Luftangriff+Kiew", "article mark"),
    View("article-plain", "/articles/kyiv-embassy-en", "article h1[lang=en]"),
    View("article-noise", "/articles/leverkusen-noise-de?q=Anzeige", "article .dim"),
    View("claims", "/claims?q=nordkoreanische+Soldaten+Kursk", ".chart svg a + a, .claims mark"),
    View("claims-of-a-thing", "/claims?q=Soldaten&about=soldier/-/&by=source", ".about .actions [href]"),
    View("claims-nothing", "/claims?q=figure:%22Soldaten+=+12345678%22", ".nothing"),
    View("claims-asked-nothing", "/claims", ".intro .examples"),
    View("entity", "/entities/country:UA", ".histogram ~ .hits mark"),
    View("entity-unlisted", "/entities/country:IS", ".who h1"),
    View("entities", "/entities", ".groups section + section .named"),
    View("entities-by-name", "/entities?q=uk", ".found-names a"),
    View("entity-unknown", "/entities/per:nobody", ".failure", 404),
    View("unknown", "/articles/unknown", ".failure", 404),
]

BY_NAME = {view.name: view for view in VIEWS}
