package tripletlab.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder whose files are compared with the sums in its {@code SHA256SUMS} when they are read.
 * That file may come from {@code sha256sum}, with or without {@code --tag}, {@code shasum}, {@code
 * openssl dgst} or an editor: upper case, line ends of Windows, UTF-8 or UTF-16.
 *
 * @param path of the folder
 * @param shipped whether it comes with the kit, rather than from the user
 */
record CheckedFolder(Path path, boolean shipped) {

    private static final String SUMS = "SHA256SUMS";

    private static final Pattern LINE =
            Pattern.compile("\\\\?([0-9a-fA-F]{64})[ \\t]+[*]?(?:[.]/)?(.+)");

    /** What {@code sha256sum --tag} and {@code openssl dgst} write. */
    private static final String TAGGED = "^\\\\?SHA(?:2-)?256 ?\\((.+)\\) ?= ?([0-9a-fA-F]{64})$";

    /**
     * Reads a whole file, at most a few megabytes, so that no byte is used before the check.
     *
     * @throws IOException that names the file and how to mend it
     */
    byte[] read(String name) throws IOException {
        Map<String, String> sums = sums();
        String expected = sums.get(name);
        boolean missing = Files.notExists(path.resolve(name));
        if (expected == null && missing && !sums.isEmpty()) {
            throw new NoSuchFileException(
                    path.resolve(name).toString(),
                    null,
                    "it is not among the files of this folder, %s; optUsage(Dataset.Usage.TEST)"
                                    .formatted(sums.keySet())
                            + " reads those named t10k");
        }
        if (expected == null) {
            throw damaged(SUMS, "it has no sum for " + name);
        }
        if (missing) {
            throw damaged(name, "it is missing, so it has no SHA-256, expected " + expected);
        }
        byte[] content = Files.readAllBytes(path.resolve(name));
        String found = sha256(content);
        if (!found.equals(expected)) {
            throw damaged(
                    name,
                    "its SHA-256 is %s, expected %s as in %s".formatted(found, expected, SUMS));
        }
        return content;
    }

    private Map<String, String> sums() throws IOException {
        if (!Files.isRegularFile(path.resolve(SUMS))) {
            throw damaged(SUMS, "it is missing");
        }
        // without what UTF-16 and marks of the encoding leave of themselves when read as UTF-8
        String text =
                new String(Files.readAllBytes(path.resolve(SUMS)), StandardCharsets.UTF_8)
                        .replaceAll("[\0\ufeff\ufffd]", "");
        Map<String, String> sums = new TreeMap<>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            Matcher match = LINE.matcher(line.replaceFirst(TAGGED, "$2  $1"));
            if (match.matches()) {
                String sum = match.group(1).toLowerCase(Locale.ROOT);
                if (!sum.equals(sums.getOrDefault(match.group(2), sum))) {
                    throw damaged(SUMS, "it has two sums for " + match.group(2));
                }
                sums.put(match.group(2), sum);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                throw damaged(
                        SUMS,
                        "line %d is \"%s\", expected 64 hexadecimal digits and a name"
                                .formatted(number, line));
            }
        }
        return sums;
    }

    private IOException damaged(String name, String why) {
        return new IOException(
                "%s is damaged: %s. To mend it: %s".formatted(path.resolve(name), why, cure(name)));
    }

    private String cure(String name) {
        boolean ofSums = name.equals(SUMS);
        if (!shipped) {
            return (ofSums ? "" : "copy or download it again, or if it is as it should be, ")
                    + "write the sums anew, in this folder: sha256sum *.gz > "
                    + SUMS;
        }
        for (Path at = path; at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return "git -C \"%s\" checkout HEAD -- \"%s\"".formatted(path, name)
                        + (ofSums ? "" : " \"" + SUMS + "\"");
            }
        }
        return "take it%s from the kit's archive again"
                .formatted(ofSums ? "" : ", and \"" + SUMS + "\",");
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
