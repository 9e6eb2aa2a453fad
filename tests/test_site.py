"""The built site: complete, consistent, the same every time, and safe from a failed build."""

import json
import re
import shutil
import zipfile
from copy import copy
from functools import lru_cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlparse

import pytest
from bs4 import BeautifulSoup, Tag
from PIL import Image

from weave.page import Page
from weave.site.reference import documented
from weave.site.svg import size_and_words

from .building import REPO_URL, ROOT, SITE_URL, files_of, strict_build
from .reading import read_pages

PAGES = sorted(path.stem for path in (ROOT / "docs").glob("*.md"))
FIGURES = sorted(
    {figure.name for page in read_pages(ROOT) for figure in page.figures}
)
CHAPTERS = [
    page.path.stem for page in read_pages(ROOT) if "needs" in page.front_matter
]

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')


def address_of(page: str) -> str:
    return f"{page}.html" if page in ("index", "404") else f"{page}/index.html"


@lru_cache
def soup_of(site: Path, page: str) -> BeautifulSoup:
    html = (site / address_of(page)).read_text(encoding="utf-8")
    return BeautifulSoup(html, "html.parser")


def content_of(site: Path, page: str) -> Tag:
    (article,) = soup_of(site, page).select("article")
    return article


@pytest.mark.parametrize("page", [*PAGES, "404"])
def test_every_link_and_image_resolves(site: Path, page: str) -> None:
    soup = soup_of(site, page)
    here = SITE_URL + address_of(page).removesuffix("index.html")
    targets = [
        (tag, tag[name])
        for name in ("href", "src")
        for tag in soup.select(f"[{name}]")
    ]
    broken = []
    for tag, target in targets:
        address, anchor = urldefrag(urljoin(here, str(target)))
        if not address.startswith(SITE_URL):
            assert tag.name == "a", f"{tag} loads from elsewhere"
            continue
        path = site / unquote(address.removeprefix(SITE_URL))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or (anchor and not has_anchor(path, unquote(anchor))):
            broken.append(target)
    assert broken == []


def test_every_file_that_the_copy_for_a_disk_asks_for_is_in_it(site: Path) -> None:
    with zipfile.ZipFile(site / "first-neuron.zip") as archive:
        names = set(archive.namelist())
        pages = [name for name in names if name.endswith(".html")]
        links = [
            (name, urljoin(name, urldefrag(unescape(link)).url))
            for name in pages
            for link in LINK.findall(archive.read(name).decode())
        ]
    assert len(pages) == len(PAGES)
    ours = [(name, link) for name, link in links if not urlparse(link).scheme]
    assert len(ours) > 100
    assert [(name, link) for name, link in ours if link not in names] == []


def has_anchor(path: Path, anchor: str) -> bool:
    # the theme's own: the top of a page, and by what scheme it shows an image
    if anchor in ("__top", "only-light"):
        return True
    return f'id="{anchor}"' in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", [p for p in PAGES if p not in ("program", "reference")]
)
def test_every_function_that_a_sentence_names_is_linked_to_its_entry(
    site: Path, page: str
) -> None:
    article = copy(content_of(site, page))
    links = article.select("a[href*='reference/#']")
    linked = {str(link["href"]).rpartition(".")[2] for link in links}
    for heading in article.select(
        "h1, h2, h3, summary, .admonition-title, figcaption, pre"
    ):
        heading.decompose()
    named = {code.get_text().partition("(")[0] for code in article.select("code")}
    assert named & set(functions()) - linked == set()


def functions() -> dict[str, str]:
    reference = Page.read(ROOT, Path("docs/reference.md"))
    return documented(reference)


def test_every_entry_of_the_reference_leads_to_its_chapter_and_its_source(
    site: Path,
) -> None:
    article = content_of(site, "reference")
    for name in functions().values():
        (origin,) = article.select(f'[id="{name}"] + .origin')
        chapter, source = (str(link["href"]) for link in origin.select("a"))
        assert chapter.startswith("../")
        assert re.fullmatch(
            rf"{REPO_URL}/blob/HEAD/src/firstneuron/\w+\.py#L\d+", source
        )


def test_every_embedded_block_leads_to_its_source(site: Path) -> None:
    titles = [
        title
        for page in PAGES
        for title in content_of(site, page).select(".filename")
        if page != "contributing"  # whose blocks are files to write, not to read
    ]
    assert len(titles) > 15
    for title in titles:
        assert title.a is not None
        assert f"/src/{title.get_text()}#L" in str(title.a["href"])


def test_no_tex_is_searched_and_letters_are_whole(site: Path) -> None:
    index = (site / "search" / "search_index.json").read_text(encoding="utf-8")
    sentences = re.sub(r"<pre>.*?</pre>", "", index)
    assert not re.findall(r"\\\\(?:frac|hat|sigma|ln|partial)", sentences)
    assert "\\u0177" in index
    assert "y\\u02c6" not in index


@pytest.mark.parametrize("page", PAGES)
def test_every_page_tells_machines_what_and_where_it_is(
    site: Path, page: str
) -> None:
    soup = soup_of(site, page)
    address = SITE_URL + address_of(page).removesuffix("index.html")
    (description,) = soup.select("meta[name=description]")
    (data,) = soup.select('script[type="application/ld+json"]')
    (canonical,) = soup.select("link[rel=canonical]")
    written = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    assert written.startswith(f"---\ndescription: {description['content']}\n")
    article = json.loads(data.get_text())
    assert canonical["href"] == article["url"] == address
    graph = {
        tag["property"]: tag["content"] for tag in soup.select("meta[property]")
    }
    assert graph["og:url"] == address
    assert graph["og:title"] == article["headline"]
    assert (
        graph["og:description"] == article["description"] == description["content"]
    )
    assert graph["og:image"] == article["image"] == f"{SITE_URL}figures/card.png"
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    dates = re.findall("<lastmod>(.*?)</lastmod>", sitemap)
    assert f"<loc>{address}</loc>" in sitemap
    assert set(dates) == {article["dateModified"]}


@pytest.mark.parametrize("page", [*PAGES, "404"])
def test_every_page_has_its_policy_before_its_first_script(
    site: Path, page: str
) -> None:
    html = (site / address_of(page)).read_text(encoding="utf-8")
    before, policy, after = html.partition("Content-Security-Policy")
    assert policy
    assert after.startswith("\" content=\"default-src 'self'; ")
    assert "<script" not in before


def test_the_mark_and_the_card_are_drawn_by_the_build(site: Path) -> None:
    head = soup_of(site, "sigmoid")
    tags = head.select('link[rel="icon"], a.md-logo img')
    marks = [tag.get("href") or tag.get("src") for tag in tags]
    assert marks == 3 * ["../figures/mark.svg"]
    mark = (site / "figures" / "mark.svg").read_text(encoding="utf-8")
    assert size_and_words(mark)[:3] == (32, 32, "First Neuron")
    with Image.open(site / "figures" / "card.png") as card:
        assert card.size == (1200, 630)


def test_language_models_get_every_page_as_markdown(site: Path) -> None:
    listed = (site / "llms.txt").read_text(encoding="utf-8")
    assert "\n## Six questions\n\n- [Sigmoid](" in listed
    everything = (site / "llms-full.txt").read_text(encoding="utf-8")
    addresses = re.findall(r"^- \[.+?\]\((.+?)\): .+$", listed, re.MULTILINE)
    assert sorted(addresses) == [f"{SITE_URL}{page}.md" for page in PAGES]
    for page in PAGES:
        text = (site / f"{page}.md").read_text(encoding="utf-8")
        assert text.strip() in everything
        read = Page(Path(f"{page}.md"), text)
        for stray in ("<!--", "embed=", "::: ", "live=", "\nneeds:"):
            assert stray not in read.outside_fences
        for target in re.findall(r"\]\((?!https:)([\w/.-]+)", read.outside_fences):
            assert (site / target).exists()
    assert "def sigmoid(z: Numbers)" in (site / "sigmoid.md").read_text("utf-8")
    assert "Raises" in (site / "reference.md").read_text("utf-8")


def test_the_page_for_what_is_not_there_lists_the_whole_book(site: Path) -> None:
    links = content_of(site, "404").select("ol a")
    base = urlparse(SITE_URL).path
    expected = {
        base + address_of(page).removesuffix("index.html") for page in PAGES
    }
    assert {link["href"] for link in links} == expected


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_speaks_and_follows_light_and_dark(
    site: Path, name: str
) -> None:
    svg = (site / "figures" / f"{name}.svg").read_text(encoding="utf-8")
    assert 'role="img" aria-labelledby="title desc"' in svg
    assert "prefers-color-scheme:dark" in svg
    drawing = svg.partition("<g ")[2]
    # a colour that does not follow, and what can't, or reads as text of another font
    assert not re.search(
        r"#[0-9a-f]{3,8}[;\"]|rgb|<image|<text|gradient\b", drawing
    )
    # what names no colour is black
    painted = re.findall(r'<(?:use|path)[^>]*style="([^"]*)"', drawing)
    painted += re.findall(r'<g style="([^"]*)" transform="[^"]*scale', drawing)
    assert painted
    assert all("fill:" in style or "stroke:" in style for style in painted)


@pytest.mark.parametrize("page", PAGES)
def test_the_tab_key_reaches_every_block_of_code_from_the_start(
    site: Path, page: str
) -> None:
    blocks = content_of(site, page).select("pre > code")
    assert {str(block["tabindex"]) for block in blocks} <= {"0"}


@pytest.mark.parametrize("page", PAGES)
def test_readers_see_neither_sources_nor_raw_formulas(
    site: Path, page: str
) -> None:
    content = copy(content_of(site, page))
    if page == "contributing":  # whose blocks show how a page is written
        for block in content.select("pre"):
            block.decompose()
    html = str(content)
    visible = re.sub(r"<annotation.*?</annotation>", "", html, flags=re.DOTALL)
    for stray in ("<!-- =", "arithmatex", "embed=", "\\frac", "<!-- census"):
        assert stray not in visible


def test_the_program_was_executed_and_shows_what_it_printed_and_drew(
    site: Path,
) -> None:
    article = content_of(site, "program")
    shown = re.sub(r"\n+", "\n", article.get_text())
    outputs = []
    for fence in Page.read(ROOT, Path("docs/program.md")).fences:
        if fence.kind == "session":
            # without the prompts at the start of lines
            assert re.sub(r"(?m)^(>>>|\.\.\.) ?", "", fence.body) in shown
            outputs += [prompt.want for prompt in fence.prompts if prompt.want]
    blocks = article.select(".output.no-copy")
    assert [block.get_text() for block in blocks] == outputs
    pictures = article.select('figure img[src$="#only-light"][loading="lazy"]')
    cells = [each.find_all_previous("pre")[0].get_text() for each in pictures]
    assert cells == ["training_panels(x, y, history)\n", "loss_curve(history)\n"]


def test_the_count_on_the_colophon_is_the_number_of_claims(site: Path) -> None:
    rows = [
        [cell.get_text() for cell in row.select("td")]
        for row in content_of(site, "colophon").select(
            "#the-count ~ table tbody tr"
        )
    ]
    counts = {what: int(count) for count, what in rows}
    assert counts["outputs compared"] > 100
    assert counts["figures drawn from the run"] >= len(FIGURES)


def test_the_benchmarks_are_those_of_the_last_run(site: Path) -> None:
    path = ROOT / "tests" / "benchmark_result.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    page = content_of(site, "benchmarks")
    shown = [
        [cell.get_text() for cell in row.select("td")]
        for row in page.select("tbody tr")
    ]
    assert shown == [
        [re.sub(r"[*`]", "", str(cell)) for cell in row.values()] for row in stored
    ]


def test_the_pages_have_the_colours_of_the_figures(book: Path) -> None:
    (drawn,) = (book / ".cache" / "figures").glob("*/palette.json")
    css = (ROOT / "docs" / "assets" / "book.css").read_text(encoding="utf-8")
    light, dark = css.split('[data-md-color-scheme="slate"] {')
    for name, pair in json.loads(drawn.read_text(encoding="utf-8")).items():
        for rules, value in zip((light, dark), pair, strict=True):
            assert f"--{name.replace('_', '-')}: {value};" in rules


# page, what stands there, what is put in its place, and what the build then says of the line
BREAKAGES = [
    ("data", "{ live=data }", "{ live=datas }", "nobody wrote the live figure 'datas'"),
    ("notation", "$w$", r"$\wait$", r"\wait: "),
    ("sigmoid", "2.718<!-- = exp(1) -->", "2.718",
     "nothing says where 2.718 comes from\n    Adding one to the logarithm multiplies"),
    ("index", "figures/hero.svg", "figures/heroes.svg", "nobody draws the figure 'heroes'"),
    ("program", "```pycon\n>>> rng =", "```pycon\n>>> 1 / 0\n>>> rng =",
     "this cell raises ZeroDivisionError"),
]  # fmt: skip


def test_a_failed_build_says_all_that_is_wrong_and_leaves_the_last_good_site(
    book: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(book, tmp_path / "book")
    before = files_of(other / "site")
    messages = []
    for page, right, wrong, message in BREAKAGES:
        path = other / "docs" / f"{page}.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
        line = text.count("\n", 0, text.index(right)) + 1
        messages.append(f"docs/{page}.md:{line}: {message}")
    code, output = strict_build(other)
    assert code != 0
    assert [message for message in messages if message not in output] == []
    assert (
        "Error reading page" not in output
    )  # of MkDocs, in front of what is wrong elsewhere
    assert files_of(other / "site") == before
