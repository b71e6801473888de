package tripletlab.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A folder whose files are compared with the sums in its {@code SHA256SUMS} when they are read. */
final class CheckedFolder {

    private static final String SUMS = "SHA256SUMS";

    private final Path folder;

    CheckedFolder(Path folder) {
        this.folder = folder;
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
            throw damaged(name, "its SHA-256 is " + found + ", expected " + expected);
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
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(SUMS))) {
            String[] words = line.strip().split("\\s+[*]?", 2);
            if (words.length == 2) {
                sums.put(words[1], words[0]);
            }
        }
        return sums;
    }

    private IOException damaged(String name, String why) {
        return new IOException(
                String.format(
                        "%s is damaged: %s. To mend it: git -C \"%s\" checkout HEAD -- \"%s\"",
                        folder.resolve(name), why, folder, name));
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
