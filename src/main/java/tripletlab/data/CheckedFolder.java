package tripletlab.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder whose files are compared with the sums in its {@code SHA256SUMS} when they are read.
 * That file may come from {@code sha256sum}, with or without {@code --tag}, {@code shasum}, {@code
 * openssl dgst} or an editor: upper case, line ends of Windows, UTF-8 or UTF-16.
 */
final class CheckedFolder {

    private static final String SUMS = "SHA256SUMS";
    private static final String SUM = "([0-9a-fA-F]{64})";

    /** A backslash before the line says that there are some in the name. */
    private static final Pattern PLAIN = Pattern.compile("(\\\\?)" + SUM + "[ \\t]+[*]?(.+)");

    private static final Pattern TAGGED =
            Pattern.compile("(\\\\?)SHA(?:2-)?256 ?\\((.+)\\) ?= ?" + SUM);

    private final Path folder;
    private final boolean shipped;

    /**
     * Takes a folder.
     *
     * @param shipped whether it comes with the kit, rather than from the user
     */
    CheckedFolder(Path folder, boolean shipped) {
        this.folder = folder;
        this.shipped = shipped;
    }

    Path path() {
        return folder;
    }

    /**
     * Reads a whole file, at most a few megabytes, so that no byte is used before the check.
     *
     * @throws NoSuchFileException if it is neither here nor among the sums
     */
    byte[] read(String name) throws IOException {
        Map<String, String> sums = sums();
        String expected = sums.get(name);
        if (expected == null && !sums.isEmpty() && Files.notExists(folder.resolve(name))) {
            throw new NoSuchFileException(
                    folder.resolve(name).toString(),
                    null,
                    "it is not among the files of this folder, " + sums.keySet());
        }
        if (expected == null) {
            throw damaged(SUMS, "it has no sum for " + name);
        }
        byte[] content = content(name, expected);
        String found = sha256(content);
        if (!found.equals(expected)) {
            throw damaged(
                    name,
                    "its SHA-256 is %s, expected %s as in %s".formatted(found, expected, SUMS));
        }
        return content;
    }

    private byte[] content(String name, String expected) throws IOException {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (NoSuchFileException e) {
            throw damaged(name, "it is missing, so it has no SHA-256, expected " + expected);
        }
    }

    private Map<String, String> sums() throws IOException {
        if (!Files.isRegularFile(folder.resolve(SUMS))) {
            throw damaged(SUMS, "it is missing");
        }
        List<String> lines = text(Files.readAllBytes(folder.resolve(SUMS))).lines().toList();
        Map<String, String> sums = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                add(line, i + 1, sums);
            }
        }
        return sums;
    }

    private void add(String line, int number, Map<String, String> sums) throws IOException {
        Matcher plain = PLAIN.matcher(line);
        Matcher tagged = TAGGED.matcher(line);
        if (!plain.matches() && !tagged.matches()) {
            throw damaged(
                    SUMS,
                    "line %d is \"%s\", expected 64 hexadecimal digits and a name"
                            .formatted(number, line));
        }
        boolean isPlain = plain.matches();
        Matcher match = isPlain ? plain : tagged;
        String name = match.group(isPlain ? 3 : 2);
        if (!match.group(1).isEmpty()) {
            name = name.replace("\\\\", "\\"); // no file here has a line break in its name
        }
        if (name.startsWith("./")) {
            name = name.substring(2);
        }
        String sum = match.group(isPlain ? 2 : 3).toLowerCase(Locale.ROOT);
        String other = sums.put(name, sum);
        if (other != null && !other.equals(sum)) {
            throw damaged(SUMS, "it has two sums for " + name);
        }
    }

    private String text(byte[] bytes) throws IOException {
        boolean wide = bytes.length > 1 && (bytes[0] & bytes[1] & 0xfe) == 0xfe; // FE FF or FF FE
        boolean zeros = bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0); // and no mark
        Charset charset = StandardCharsets.UTF_8;
        if (wide) {
            charset = StandardCharsets.UTF_16;
        } else if (zeros) {
            charset = bytes[0] == 0 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
        }
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw damaged(SUMS, "it is no text in " + charset);
        }
    }

    private IOException damaged(String name, String why) {
        return new IOException(
                "%s is damaged: %s. To mend it: %s"
                        .formatted(folder.resolve(name), why, cure(name)));
    }

    private String cure(String name) {
        String both = name.equals(SUMS) ? "" : " \"" + SUMS + "\"";
        if (!shipped) {
            return (name.equals(SUMS)
                            ? ""
                            : "copy or download it again, or if it is as it should be, ")
                    + "write the sums anew, in this folder: sha256sum *.gz > "
                    + SUMS;
        }
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return "git -C \"%s\" checkout HEAD -- \"%s\"%s".formatted(folder, name, both);
            }
        }
        return "take it%s from the kit's archive again"
                .formatted(both.isEmpty() ? "" : ", and" + both + ",");
    }

    private static String sha256(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
