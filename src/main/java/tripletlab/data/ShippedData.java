package tripletlab.data;

import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A dataset that ships with the kit.
 *
 * @param folder where it lies, seen from the kit's folder
 * @param artifactId what DJL's own class for it asks a repository for
 */
record ShippedData(Path folder, String artifactId) {

    private static final String HOME = MnistData.HOME;

    /** The first items of each file that ships. */
    Repository repository(int items) {
        requireAtLeast("items", items, 1);
        Path found = find(System.getenv(HOME), Path.of(""));
        return repository(new CheckedFolder(found.toAbsolutePath().normalize(), true), items);
    }

    /** The dataset in a folder of one's own. */
    Repository repository(Path own) {
        if (!Files.isDirectory(requireNonNull("folder", own))) {
            throw new IllegalArgumentException(
                    "folder is " + own.toAbsolutePath() + ", which is not a folder");
        }
        CheckedFolder checked = new CheckedFolder(own.toAbsolutePath().normalize(), false);
        return repository(checked, Integer.MAX_VALUE);
    }

    private Repository repository(CheckedFolder checked, int items) {
        return new IdxRepository(artifactId, checked, items);
    }

    Path find(String home, Path start) {
        if (home != null && !home.isBlank()) {
            Path found = Path.of(home).resolve(folder);
            if (Files.isDirectory(found)) {
                return found;
            }
            throw new IllegalStateException(
                    HOME + " is " + home + ", but there is no folder " + found);
        }
        Path top = start.toAbsolutePath().normalize();
        for (Path at = top; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(folder))) {
                return at.resolve(folder);
            }
        }
        throw new IllegalStateException(
                String.format(
                        "no folder %s in %s or above it; start in the kit's folder, set the"
                                + " environment variable %s to it, or use repository(folder)",
                        folder, top, HOME));
    }
}
