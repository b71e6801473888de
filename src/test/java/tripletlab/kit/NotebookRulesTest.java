package tripletlab.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tripletlab.evaluation.RetrievalMetrics;

/** What every notebook of the kit keeps to, as it is committed. */
class NotebookRulesTest {

    private static final Pattern ADDRESS = Pattern.compile("\\b(https?|ftp)://");
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<![\\w.])(/(home|root|Users|tmp|work|usr|srv|opt)/|[A-Z]:\\\\)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

    private static final String FIGURE = "application/vnd.plotly.v1+json";
    private static final String STATES = "application/vnd.tripletlab.states+json";

    private static final Pattern VAR = Pattern.compile("^var (\\w+)");

    private static final Pattern METHOD =
            Pattern.compile("(?m)^\\w[\\w.<>\\[\\], ?]* (\\w+)\\([^;=)]*\\)[\\w ]*\\{");

    /** A setting that comes from no variable. */
    private static final Pattern OF_NOTHING =
            Pattern.compile("= Settings\\.choice\\(\"\\S+, \"\\S+, Catalogue\\.\\w+\\(\\d*\\)\\);");

    private static List<Notebook> all() {
        return Notebook.all();
    }

    @Test
    void thereAreNotebooks() {
        assertFalse(Notebook.all().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("all")
    void runsOnTheKitsKernel(Notebook notebook) {
        String kernel = notebook.json().at("/metadata/kernelspec/name").asText();
        assertEquals("java", kernel);
        assertTrue(notebook.name().matches("\\d\\d-[a-z0-9-]+"), notebook.name());
    }

    @ParameterizedTest
    @MethodSource("all")
    void opensWithTitlePlaceGoalsMinutesAndMemory(Notebook notebook) {
        Notebook.Cell first = notebook.cells().get(0);
        assertFalse(first.isCode());
        String text = first.source();
        assertTrue(text.startsWith("# " + notebook.name().substring(0, 2) + " · "), text);
        assertTrue(text.contains("**You will learn**"), text);
        assertTrue(notebook.memoryBytes() > 0, text); // in the line with the minutes
        assertTrue(text.contains("to study"), "no minutes to study: " + text);
    }

    @ParameterizedTest
    @MethodSource("all")
    void endsWithSummaryAndTheWayOn(Notebook notebook) {
        List<Notebook.Cell> cells = notebook.cells();
        for (String heading : List.of("## Summary", "## Exercises")) {
            assertTrue(
                    cells.stream()
                            .anyMatch(cell -> cell.source().lines().anyMatch(heading::equals)),
                    "no " + heading);
        }
    }

    @Test
    void linksGoThroughTheSeriesInOrder() {
        List<Notebook> series = Notebook.all();
        for (int i = 0; i < series.size(); i++) {
            List<Notebook.Cell> cells = series.get(i).cells();
            String last = cells.get(cells.size() - 1).source();
            assertWay("**Previous**", last, i > 0 ? series.get(i - 1) : null);
            assertWay("**Next**", last, i + 1 < series.size() ? series.get(i + 1) : null);
        }
    }

    /** The first link behind the word leads to the other; without an other there is no word. */
    private static void assertWay(String word, String cell, Notebook other) {
        int start = cell.indexOf(word);
        assertEquals(other != null, start >= 0, word + " in: " + cell);
        if (other != null) {
            Matcher link = LINK.matcher(cell);
            assertTrue(link.find(start), "no link after " + word);
            assertEquals(other.name() + ".ipynb", link.group(1), word);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void linksLeadToFilesOfTheKit(Notebook notebook) {
        for (Notebook.Cell cell : notebook.cells()) {
            Matcher link = LINK.matcher(cell.isCode() ? "" : cell.source());
            while (link.find()) {
                var target = notebook.file().resolveSibling(link.group(1)).normalize();
                assertTrue(Files.exists(target), "no file " + target);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void beginsItsCodeWithTheSameSetupCell(Notebook notebook) {
        String setup = notebook.code().get(0).source();
        assertEquals(Notebook.all().get(0).code().get(0).source(), setup);
        assertTrue(setup.lines().count() <= 3, setup);
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasOneCellOfParametersAndShortSettingsForThem(Notebook notebook) {
        List<Notebook.Cell> parameters =
                notebook.code().stream()
                        .filter(cell -> cell.source().contains("Settings."))
                        .toList();
        assertEquals(1, parameters.size(), "cells that read Settings");
        assertEquals(List.of("parameters"), parameters.get(0).tags());
        String source = parameters.get(0).source();
        assertFalse(notebook.shortSettings().isEmpty(), "metadata tripletlab.short");
        for (String name : notebook.shortSettings().keySet()) {
            assertTrue(source.contains("(\"" + name + "\""), name + " is not a parameter");
        }
        assertTrue(
                source.lines()
                        .filter(line -> line.contains("Settings."))
                        .allMatch(line -> line.contains("//")),
                "a parameter without its meaning");
    }

    @ParameterizedTest
    @MethodSource("all")
    void isCalm(Notebook notebook) {
        int cells = notebook.cells().size();
        assertTrue(cells <= 40, cells + " cells");
        int inARow = 0;
        for (Notebook.Cell cell : notebook.cells()) {
            inARow = cell.isCode() ? inARow + 1 : 0;
            assertTrue(inARow <= 2, "three code cells in a row: " + cell.source());
        }
        List<Long> lines =
                notebook.code().stream().map(cell -> cell.source().lines().count()).toList();
        long few = lines.stream().filter(count -> count <= 8).count();
        assertTrue(2 * few >= lines.size(), few + " of " + lines.size() + " cells are short");
    }

    @ParameterizedTest
    @MethodSource("all")
    void cellsFitTheScreen(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            assertTrue(cell.source().lines().count() <= 15, cell.source());
            assertTrue(cell.source().lines().allMatch(line -> line.length() <= 100), cell.source());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void wasExecutedInOneRunWithoutErrors(Notebook notebook) {
        int expected = 1;
        for (Notebook.Cell cell : notebook.code()) {
            assertEquals(expected++, cell.executionCount(), cell.source());
            for (var output : cell.outputs()) {
                assertFalse(output.path("output_type").asText().equals("error"), cell.source());
                assertFalse(output.path("name").asText().equals("stderr"), "" + output);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void codeAndOutputsBelongTogether(Notebook notebook) throws Exception {
        JsonNode ran = notebook.json().at("/metadata/tripletlab/ran");
        String mend = ": run python3 binder/lab.py --refresh " + notebook.name().substring(0, 2);
        for (int i = 0; i < notebook.cells().size(); i++) {
            Notebook.Cell cell = notebook.cells().get(i);
            if (cell.isCode() && !ran.path(cell.id()).asText().equals(hash(cell.source()))) {
                fail(
                        notebook.file()
                                + ": cell "
                                + i
                                + " changed after its outputs were made"
                                + mend);
            }
        }
        assertEquals(
                notebook.code().size(),
                ran.size(),
                notebook.file() + ": a cell was removed after the outputs were made" + mend);
    }

    private static String hash(String source) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, 16);
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasOutputsWithStillFiguresInLessThanAMegabyte(Notebook notebook) throws Exception {
        long bytes = Files.size(notebook.file());
        assertTrue(bytes <= 1_000_000, notebook.file() + " has " + bytes + " bytes");
        int figures = 0;
        for (Notebook.Cell cell : notebook.code()) {
            for (JsonNode output : cell.outputs()) {
                JsonNode figure = output.path("data");
                String alt = output.at("/metadata/image~1png/alt").asText();
                if (!figure.has(FIGURE)) {
                    boolean told = alt.length() > 20 || !figure.has("image/png");
                    assertTrue(told, "a picture without alternative text: " + cell.source());
                    continue;
                }
                figures++;
                assertEquals(Notebook.text(figure.path("text/plain")), alt, "alternative text");
                byte[] png = Base64.getMimeDecoder().decode(figure.path("image/png").asText());
                assertTrue(png.length > 0, "a figure without a still picture: " + cell.source());
                BufferedImage still = ImageIO.read(new ByteArrayInputStream(png));
                boolean moves = figure.path(FIGURE).path("frames").size() > 1;
                int least = moves ? 1300 : 600; // a strip of frames, or one figure
                assertTrue(still.getWidth() >= least, "a small picture: " + cell.source());
            }
        }
        assertTrue(figures > 0, "no figure");
    }

    /** Beside the first view are as many dots, most of them beside one of their class. */
    @ParameterizedTest
    @MethodSource("all")
    void theStillOfAMapHasItsUmap(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            if (!cell.source().contains(".optUmap(")) {
                continue;
            }
            JsonNode figure = cell.outputs().get(cell.outputs().size() - 1).at("/data");
            List<float[]> places = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            int first = 0;
            for (JsonNode trace : figure.path(FIGURE).path("data")) {
                boolean digits = trace.path("name").asText().matches("\\d");
                first += digits && !trace.has("xaxis") ? trace.path("x").size() : 0;
                for (int i = 0; digits && trace.has("xaxis") && i < trace.path("x").size(); i++) {
                    double x = trace.path("x").get(i).asDouble();
                    places.add(new float[] {(float) x, (float) trace.path("y").get(i).asDouble()});
                    labels.add(trace.path("name").asInt());
                }
            }
            assertEquals(first, places.size(), "dots");
            int[] y = labels.stream().mapToInt(Integer::intValue).toArray();
            double precision =
                    RetrievalMetrics.of(places.toArray(float[][]::new), y).precisionAt1();
            assertTrue(precision > 0.9, "precision@1 of the arrangement is " + precision);
        }
    }

    /** For slides; parameters, exercises and their checks are not shown. */
    @ParameterizedTest
    @MethodSource("all")
    void eachCellHasASlideType(Notebook notebook) {
        int slides = 0;
        for (Notebook.Cell cell : notebook.cells()) {
            String type = cell.json().at("/metadata/slideshow/slide_type").asText();
            assertTrue(
                    List.of("slide", "subslide", "fragment", "skip", "notes").contains(type),
                    "slide type \"" + type + "\" of: " + cell.source());
            boolean hidden = String.join(" ", cell.tags()).matches(".*(param|exercise|check).*");
            assertTrue(!hidden || type.equals("skip"), "a slide: " + cell.source());
            slides += type.endsWith("slide") ? 1 : 0;
        }
        assertTrue(slides >= 8, slides + " slides");
    }

    /** Where the site has no kernel, sliders move through states that were kept. */
    @ParameterizedTest
    @MethodSource("all")
    void eachSliderHasKeptStates(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            boolean kept = cell.outputs().stream().anyMatch(o -> o.path("data").has(STATES));
            assertEquals(cell.source().contains("Interact.with("), kept, cell.source());
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void hasThreeExercisesEachWithItsCheck(Notebook notebook) {
        List<String> exercises = notebook.exercises("exercise");
        assertTrue(exercises.size() >= 3, "exercises " + exercises);
        assertEquals(exercises.size(), Set.copyOf(exercises).size(), "twice: " + exercises);
        List<Notebook.Cell> code = notebook.code();
        int number = Integer.parseInt(notebook.name().substring(0, 2));
        for (int i = 0; i < code.size(); i++) {
            Optional<String> id = code.get(i).exercise("exercise");
            if (id.isPresent()) {
                assertTrue(id.get().startsWith(number + "."), "number of exercise " + id);
                assertTrue(code.get(i).source().contains("Exercise.todo()"), "no stub: " + id);
                assertEquals(id, code.get(i + 1).exercise("check"), "no check below " + id);
                String call = "Exercise.check(\"" + id.get() + "\"";
                assertTrue(code.get(i + 1).source().contains(call), call);
            }
        }
        assertEquals(exercises, notebook.exercises("check"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachExerciseHasASolutionAndAMistake(Notebook notebook) {
        Notebook solutions = notebook.solutions();
        List<String> exercises = notebook.exercises("exercise");
        assertEquals(exercises, solutions.exercises("solution"), "solutions");
        assertEquals(Set.copyOf(exercises), Set.copyOf(solutions.exercises("mistake")), "mistakes");
        for (Notebook.Cell cell : solutions.code()) {
            assertFalse(cell.source().contains("Exercise.todo()"), cell.source());
            assertTrue(cell.outputs().isEmpty(), "an output: " + cell.source());
        }
    }

    @Test
    void thereAreNoOtherSolutions() {
        assertEquals(
                Notebook.all().stream().map(Notebook::name).toList(),
                Notebook.allSolutions().stream().map(Notebook::name).toList());
    }

    /** JShell empties a {@code var} when what it was computed from is declared anew. */
    @ParameterizedTest
    @MethodSource("all")
    void declaresTheTypeOfWhatIsComputed(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            assertEquals(List.of(), declaredAsVar(cell.source()), "give it its type");
        }
    }

    /** JShell may refuse the first cell when it runs again after the second. */
    @ParameterizedTest
    @MethodSource("all")
    void noTwoCellsDeclareMethodsOfOneName(Notebook notebook) {
        Map<String, String> first = new HashMap<>();
        for (Notebook.Cell cell : notebook.code()) {
            Matcher method = METHOD.matcher(cell.source());
            while (method.find()) {
                String other = first.putIfAbsent(method.group(1), cell.id());
                assertTrue(other == null || other.equals(cell.id()), method.group());
            }
        }
        assertFalse(first.isEmpty(), "no method");
    }

    /** It would stay there: what a notebook writes is in target, and replaced by the next run. */
    @ParameterizedTest
    @MethodSource("all")
    void leavesNothingInTheSystemsTemporaryFolder(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            assertFalse(cell.source().contains("createTemp"), cell.source());
        }
    }

    @Test
    void aVarIsFoundAtTheTopOnly() {
        String cell =
                """
                var list = new ArrayList<>();   // comes from nothing: still a var
                var rule = Settings.choice("rule", "a", Catalogue.rules());
                for (var x : list) {
                    var y = x;
                }
                var z = list.stream()
                        .toList();
                var seeded = Settings.choice("rule", "a", Catalogue.rules(seed));
                """;
        assertEquals(List.of("list", "z", "seeded"), declaredAsVar(cell));
    }

    /** The variables that are declared at the left edge without their type. */
    private static List<String> declaredAsVar(String source) {
        return source.lines()
                .filter(line -> !OF_NOTHING.matcher(line).find())
                .map(VAR::matcher)
                .filter(Matcher::find)
                .map(var -> var.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void asksNoNetworkAndKnowsNoAbsolutePath(Notebook notebook) {
        for (Notebook.Cell cell : notebook.code()) {
            assertFalse(ADDRESS.matcher(cell.source()).find(), cell.source());
            assertFalse(ABSOLUTE.matcher(cell.source()).find(), cell.source());
            for (var output : cell.outputs()) {
                String text = output.toString();
                assertFalse(text.contains("cdn."), "an output loads from the network");
                assertFalse(ABSOLUTE.matcher(text).find(), "an output shows an absolute path");
            }
        }
    }
}
