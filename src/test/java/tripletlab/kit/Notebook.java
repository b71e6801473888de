package tripletlab.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A notebook's file, read for tests. */
record Notebook(Path file, JsonNode json) {

    static final Path FOLDER = Path.of("notebooks");
    private static final Pattern MEMORY =
            Pattern.compile("(?m)^About \\d+ minutes? on 2 cores, (\\d+(\\.\\d+)?) GB of memory");

    static Notebook read(Path file) {
        try {
            return new Notebook(file, new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Every notebook of the series, in order. */
    static List<Notebook> all() {
        return in(FOLDER);
    }

    /** The solutions, a notebook for each of the series. */
    static List<Notebook> allSolutions() {
        return in(FOLDER.resolve("solutions"));
    }

    private static List<Notebook> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .map(Notebook::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The solutions of this notebook's exercises. */
    Notebook solutions() {
        return read(FOLDER.resolve("solutions").resolve(file.getFileName()));
    }

    /** After each check the mistakes and the solution, each with the check again. */
    Notebook solved() {
        List<Cell> answers = solutions().code();
        ObjectNode solved = json.deepCopy();
        ArrayNode cells = solved.putArray("cells");
        for (Cell cell : cells()) {
            cells.add(cell.json());
            Optional<String> number = cell.exercise("check");
            for (String kind : List.of("mistake", "solution")) {
                answers.stream()
                        .filter(a -> number.isPresent() && a.exercise(kind).equals(number))
                        .forEach(a -> cells.add(a.again()).add(cell.again()));
            }
        }
        return new Notebook(file, solved);
    }

    String name() {
        return file.getFileName().toString().replace(".ipynb", "");
    }

    List<Cell> cells() {
        return StreamSupport.stream(json.path("cells").spliterator(), false)
                .map(Cell::new)
                .toList();
    }

    List<Cell> code() {
        return cells().stream().filter(Cell::isCode).toList();
    }

    /** The numbers of the exercises whose cells of one kind there are, in order. */
    List<String> exercises(String kind) {
        return code().stream().flatMap(cell -> cell.exercise(kind).stream()).toList();
    }

    /** The settings that make a run short, from the notebook's own metadata. */
    Map<String, String> shortSettings() {
        Map<String, String> settings = new TreeMap<>();
        json.path("metadata")
                .path("tripletlab")
                .path("short")
                .properties()
                .forEach(entry -> settings.put(entry.getKey(), entry.getValue().asText()));
        return settings;
    }

    /** How much memory the kernel takes at most, as the opening cell states it. */
    long memoryBytes() {
        Matcher stated = MEMORY.matcher(cells().get(0).source());
        if (!stated.find()) {
            throw new IllegalArgumentException(this + " does not state its memory");
        }
        return Math.round(Double.parseDouble(stated.group(1)) * 1e9);
    }

    /** All that the code cells printed. */
    String printed() {
        return code().stream().map(Cell::printed).collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return name();
    }

    /** One cell. */
    record Cell(JsonNode json) {

        boolean isCode() {
            return json.path("cell_type").asText().equals("code");
        }

        String source() {
            return text(json.path("source"));
        }

        List<JsonNode> outputs() {
            return StreamSupport.stream(json.path("outputs").spliterator(), false).toList();
        }

        String id() {
            return json.path("id").asText();
        }

        List<String> tags() {
            return StreamSupport.stream(json.at("/metadata/tags").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
        }

        /** The number of the exercise, if this is its cell of this kind. */
        Optional<String> exercise(String kind) {
            return tags().stream()
                    .filter(tag -> tag.matches(kind + "-\\d+\\.\\d+"))
                    .map(tag -> tag.substring(kind.length() + 1))
                    .findFirst();
        }

        /** All that it printed. */
        String printed() {
            return outputs().stream()
                    .map(output -> text(output.path("text")))
                    .collect(Collectors.joining());
        }

        /** What becomes part of a page as it is: a text, and the outputs in HTML. */
        Stream<String> html() {
            Stream<String> outputs = outputs().stream().map(o -> text(o.at("/data/text~1html")));
            return isCode() ? outputs : Stream.of(source());
        }

        /** The outputs that are figures. */
        List<JsonNode> figures() {
            return outputs().stream()
                    .map(output -> output.path("data"))
                    .filter(data -> data.has("application/vnd.plotly.v1+json"))
                    .toList();
        }

        /** A copy with an id of its own. */
        JsonNode again() {
            ObjectNode twin = json.deepCopy();
            return twin.put("id", UUID.randomUUID().toString().substring(0, 8));
        }

        int executionCount() {
            return json.path("execution_count").asInt(0);
        }
    }

    /** Jupyter stores text as one string or as a list of lines. */
    static String text(JsonNode node) {
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(JsonNode::asText)
                    .collect(Collectors.joining());
        }
        return node.asText();
    }
}
