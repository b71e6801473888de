package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every notebook of the kit keeps to, as it is committed. */
class NotebookRulesTest {

    private static final Pattern ADDRESS = Pattern.compile("\\b(https?|ftp)://");
    private static final Pattern ABSOLUTE =
            Pattern.compile("(?<![\\w.])(/(home|root|Users|tmp|work|usr|srv|opt)/|[A-Z]:\\\\)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

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
        assertTrue(Pattern.compile("\\d+ minutes?").matcher(text).find(), text);
        assertTrue(Pattern.compile("\\d+(\\.\\d+)? (MB|GB) of memory").matcher(text).find(), text);
    }

    @ParameterizedTest
    @MethodSource("all")
    void endsWithSummaryAndTheWayOn(Notebook notebook) {
        List<Notebook.Cell> cells = notebook.cells();
        String last = cells.get(cells.size() - 1).source();
        assertTrue(last.contains("**Next**") || last.contains("**Previous**"), last);
        for (String heading : List.of("## Summary", "## Exercises")) {
            assertTrue(
                    cells.stream()
                            .anyMatch(cell -> cell.source().lines().anyMatch(heading::equals)),
                    "no " + heading);
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
        List<String> cells =
                notebook.code().stream()
                        .map(Notebook.Cell::source)
                        .filter(source -> source.contains("Settings."))
                        .toList();
        assertEquals(1, cells.size(), "cells that read Settings");
        assertFalse(notebook.shortSettings().isEmpty(), "metadata tripletlab.short");
        for (String name : notebook.shortSettings().keySet()) {
            assertTrue(cells.get(0).contains("(\"" + name + "\""), name + " is not a parameter");
        }
        assertTrue(
                cells.get(0)
                        .lines()
                        .filter(line -> line.contains("Settings."))
                        .allMatch(line -> line.contains("//")),
                "a parameter without its meaning");
    }

    @ParameterizedTest
    @MethodSource("all")
    void cellsFitTheScreen(Notebook notebook) {
        assertTrue(notebook.cells().size() <= 42, notebook.cells().size() + " cells");
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
