package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the teacher's guide says of the notebooks, held against them. */
class TeachersGuideTest {

    private static final List<Notebook> NOTEBOOKS = Notebook.all();
    private static final Path GUIDE = Notebook.FOLDER.resolve("README.md");
    private static final Path GLOSSARY = Notebook.FOLDER.resolve("GLOSSARY.md");

    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern PLAN =
            Pattern.compile("(?m)^### (?!\\d\\d ·)(.*?(\\d+) minutes)$");
    private static final Pattern STEP =
            Pattern.compile("(?m)^\\| (\\d+):(\\d\\d) \\| (\\d+) \\| (\\d\\d|) ?\\| (.+?) \\|");
    private static final Pattern QUESTION = Pattern.compile("(?ms)^- \\*\\*(.+?)\\*\\*,\\s");
    private static final Pattern QUOTED = Pattern.compile("`(-?\\d+(\\.\\d+)?)`");
    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?([eE][-+]?\\d+)?");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");

    private static List<Notebook> all() {
        return NOTEBOOKS;
    }

    private static List<String> plans() throws IOException {
        return PLAN.matcher(read(GUIDE)).results().map(plan -> plan.group(1)).toList();
    }

    @Test
    void thereAreThreePlans() throws IOException {
        assertEquals(List.of("45 minutes", "90 minutes", "A day of 450 minutes"), plans());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void minutesOfAPlanAddUp(String plan) throws IOException {
        int sum = 0;
        int start = -1;
        for (MatchResult step : steps(plan)) {
            int from = 60 * Integer.parseInt(step.group(1)) + Integer.parseInt(step.group(2));
            start = start < 0 ? from : start;
            assertEquals(start + sum, from, "the clock before: " + step.group());
            sum += Integer.parseInt(step.group(3));
        }
        assertTrue(plan.endsWith(sum + " minutes"), plan + " has " + sum);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlanNamesSectionsOfItsNotebooks(String plan) throws IOException {
        for (MatchResult step : steps(plan)) {
            if (!step.group(4).isEmpty()) {
                List<String> headings = headings(numbered(step.group(4)));
                for (String section : step.group(5).split("; ")) {
                    assertTrue(headings.contains(section), step.group(4) + " has no " + section);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void minutesOfANotebookAreThoseOfItsOpening(Notebook notebook) throws IOException {
        String opening = notebook.cells().get(0).source();
        Matcher run = Pattern.compile("About (\\d+) minutes? on 2 cores").matcher(opening);
        Matcher study = Pattern.compile("(\\d+) minutes\\s+to study").matcher(opening);
        assertTrue(run.find() && study.find(), opening);
        String name =
                "^\\| \\[%s · .+]\\(%s\\.ipynb\\) ".formatted(number(notebook), notebook.name());
        Matcher row =
                Pattern.compile("(?m)" + name + "\\| (\\d+) \\| (\\d+) \\| \\d+ \\|")
                        .matcher(read(GUIDE));
        assertTrue(row.find(), "no row of minutes");
        assertEquals(run.group(1), row.group(1), "minutes to run");
        assertEquals(study.group(1), row.group(2), "minutes to study");
    }

    @ParameterizedTest
    @MethodSource("all")
    void questionsNameSectionsOfTheNotebook(Notebook notebook) throws IOException {
        List<String> named =
                QUESTION.matcher(part(notebook))
                        .results()
                        .map(found -> found.group(1).replaceAll("\\s+", " "))
                        .toList();
        assertTrue(named.size() >= 2 && named.size() <= 5, "questions " + named);
        for (String section : named) {
            assertTrue(headings(notebook).contains(section), "no section " + section);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void answersQuoteTheCommittedRun(Notebook notebook) throws IOException {
        List<BigDecimal> shown = numbersShown(notebook);
        for (MatchResult quoted : QUOTED.matcher(part(notebook)).results().toList()) {
            BigDecimal value = new BigDecimal(quoted.group(1));
            assertTrue(
                    shown.stream()
                            .anyMatch(x -> x.subtract(value).abs().compareTo(value.ulp()) <= 0),
                    "the outputs have no " + value + ": correct notebooks/README.md");
        }
    }

    @Test
    void linksOfGuideAndGlossaryLeadSomewhere() throws IOException {
        for (Path page : List.of(GUIDE, GLOSSARY)) {
            for (MatchResult link : LINK.matcher(withoutCode(page)).results().toList()) {
                Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
                assertTrue(Files.exists(target), page + ": no file " + target);
                if (link.group(2) != null) {
                    assertTrue(anchors(target).contains(link.group(2)), page + link.group());
                }
            }
        }
    }

    @Test
    void theGlossaryHasAllWordsInThreeLanguagesInOrder() throws IOException {
        Map<String, String> sorted = new TreeMap<>();
        List<String> words = new ArrayList<>();
        for (String line :
                read(GLOSSARY).lines().filter(x -> x.startsWith("| ")).skip(1).toList()) {
            String[] cells = line.split("\\|");
            assertEquals(5, cells.length, line);
            String word = cells[1].replace("*", "").strip();
            assertTrue(cells[2].codePoints().anyMatch(Character::isIdeographic), line);
            assertTrue(
                    cells[3].codePoints().anyMatch(c -> in(c, Character.UnicodeScript.HANGUL)),
                    line);
            assertTrue(cells[4].strip().endsWith("."), line);
            words.add(word);
            sorted.put(word.toLowerCase(Locale.ROOT), word);
        }
        assertEquals(List.copyOf(sorted.values()), words);
        assertTrue(words.size() >= 30, words.size() + " words");
    }

    private static boolean in(int codePoint, Character.UnicodeScript script) {
        return Character.UnicodeScript.of(codePoint) == script;
    }

    /** The rows of a plan's table that have a time. */
    private static List<MatchResult> steps(String plan) throws IOException {
        List<MatchResult> steps = STEP.matcher(below("### " + plan)).results().toList();
        assertFalse(steps.isEmpty(), "no table below " + plan);
        return steps;
    }

    /** What the guide says of one notebook. */
    private static String part(Notebook notebook) throws IOException {
        return below("### " + number(notebook) + " · ");
    }

    /** From a line that begins like this to the next heading. */
    private static String below(String heading) throws IOException {
        String guide = read(GUIDE);
        int start = guide.indexOf("\n" + heading);
        assertTrue(start >= 0, "no " + heading);
        int end = guide.indexOf("\n#", start + 1);
        return guide.substring(start, end < 0 ? guide.length() : end);
    }

    private static String number(Notebook notebook) {
        return notebook.name().substring(0, 2);
    }

    private static Notebook numbered(String number) {
        return NOTEBOOKS.stream().filter(n -> number(n).equals(number)).findFirst().orElseThrow();
    }

    private static List<String> headings(Notebook notebook) {
        return notebook.cells().stream()
                .filter(cell -> !cell.isCode())
                .flatMap(cell -> HEADING.matcher(cell.source()).results())
                .map(heading -> heading.group(1))
                .toList();
    }

    /** All numbers that the cells print, and those in titles and notes of the figures. */
    private static List<BigDecimal> numbersShown(Notebook notebook) {
        return notebook.code().stream()
                .flatMap(cell -> Stream.concat(Stream.of(cell.printed()), texts(cell)))
                .flatMap(text -> NUMBER.matcher(text).results())
                .map(found -> new BigDecimal(found.group().replace(",", "")))
                .toList();
    }

    private static Stream<String> texts(Notebook.Cell cell) {
        Stream<String> plain =
                cell.outputs().stream().map(out -> Notebook.text(out.at("/data/text~1plain")));
        Stream<String> notes =
                cell.figures().stream()
                        .flatMap(data -> data.findValues("annotations").stream())
                        .flatMap(list -> list.findValuesAsText("text").stream());
        return Stream.concat(plain, notes);
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(withoutCode(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    private static String withoutCode(Path page) throws IOException {
        return CODE.matcher(read(page)).replaceAll("");
    }

    private static String read(Path page) throws IOException {
        return Files.readString(page);
    }
}
