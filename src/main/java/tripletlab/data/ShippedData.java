package tripletlab.data;

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
        if (items < 1) {
            throw new IllegalArgumentException("items is " + items + ", expected 1 or more");
        }
        return repository(find(System.getenv(HOME), Path.of("")), items);
    }

    /** The dataset in a folder of one's own. */
    Repository repository(Path own) {
        return repository(own, Integer.MAX_VALUE);
    }

    private Repository repository(Path own, int items) {
        if (!Files.isDirectory(own)) {
            throw new IllegalArgumentException(
                    "folder is " + own.toAbsolutePath() + ", which is not a folder");
        }
        return new IdxRepository(
                artifactId, new CheckedFolder(own.toAbsolutePath().normalize()), items);
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
