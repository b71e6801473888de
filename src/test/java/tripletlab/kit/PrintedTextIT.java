package tripletlab.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Notebooks that print much, run by {@code binder/run_notebooks.py} on the kit's kernel. */
class PrintedTextIT {

    private static final int FLOOD = 3_000_000;

    @TempDir private Path folder;
    private String output;

    @BeforeAll
    static void prepare() {
        Lab.Result result = Lab.run("--prepare");
        assertEquals(0, result.code(), result.output());
    }

    @Test
    void noLineIsLost() throws Exception {
        String code = "for (int i = 0; i < 20_000; i++) { System.out.println(\"line \" + i); }";
        Notebook executed = run(code + " \"the result\"");
        assertEquals(
                IntStream.range(0, 20_000).mapToObj(i -> "line " + i).toList(),
                executed.printed().lines().toList());
        assertEquals(2, executed.code().get(0).outputs().size());
    }

    @Test
    void aFloodIsCutWithAWordAndTheCellGoesOn() throws Exception {
        String line = "a line of a flood that nobody reads to its end";
        int count = FLOOD / line.length();
        Notebook executed =
                run(
                        "int n = 0; while (n < "
                                + count
                                + ") { System.out.println(\""
                                + line
                                + "\"); n++; }",
                        "System.out.println(n + \" lines\");");
        String flood = executed.code().get(0).printed();
        long kept = flood.lines().filter(line::equals).count();
        String word = String.format("%n… output cut after %,d lines; the cell goes on%n", kept);
        assertTrue(flood.endsWith(word), flood.substring(flood.length() - 200));
        assertTrue(flood.length() > 900_000, flood.length() + " characters");
        assertEquals(count + " lines\n", executed.code().get(1).printed());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theNotebookAndItsLastLineTellThePeakOfMemory() throws Exception {
        int peak = run("1 + 1").json().at("/metadata/tripletlab/peak_mib").asInt();
        assertTrue(peak > 50 && peak < 2000, peak + " MiB");
        assertTrue(output.matches("(?s).*passed, cell 1/1 .* s  [01]\\.\\d\\d GiB.*"), output);
    }

    /** Runs a notebook of these code cells. */
    private Notebook run(String... cells) throws Exception {
        List<Map<String, Object>> code =
                List.of(cells).stream()
                        .map(
                                source ->
                                        Map.of(
                                                "cell_type",
                                                "code",
                                                "metadata",
                                                Map.of(),
                                                "outputs",
                                                List.of(),
                                                "source",
                                                source))
                        .toList();
        Path notebook = folder.resolve("much.ipynb");
        Path out = folder.resolve("out");
        new ObjectMapper()
                .writeValue(
                        notebook.toFile(),
                        Map.of(
                                "cells",
                                code,
                                "metadata",
                                Map.of(),
                                "nbformat",
                                4,
                                "nbformat_minor",
                                4));
        Lab.Result result = Lab.runNotebook(notebook, out);
        output = result.output();
        assertEquals(0, result.code(), output);
        return Notebook.read(out.resolve("much.ipynb"));
    }
}
