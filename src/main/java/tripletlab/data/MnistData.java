package tripletlab.data;

import ai.djl.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The MNIST files that ship with the kit, as a repository for DJL's own {@link
 * ai.djl.basicdataset.cv.classification.Mnist}.
 *
 * <pre>{@code
 * Mnist train = Mnist.builder()
 *         .optRepository(MnistData.repository())
 *         .optUsage(Dataset.Usage.TRAIN)
 *         .setSampling(32, true)
 *         .build();
 * }</pre>
 *
 * <p>The files stay packed as they are; each is compared with its SHA-256 sum when it is opened.
 * The network is never asked.
 *
 * <p>Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: <i>Gradient-based learning applied to document
 * recognition</i>, Proceedings of the IEEE 86(11), 1998.
 */
public final class MnistData {

    /** The environment variable that names the kit's folder. */
    public static final String HOME = "TRIPLETLAB_HOME";

    private static final Path FOLDER = Path.of("data", "mnist");

    private MnistData() {}

    /**
     * Returns the shipped files. The folder {@code data/mnist} is looked for in {@value #HOME} if
     * that is set, otherwise in the working folder and those above it.
     *
     * @return the repository to give to {@code Mnist.builder().optRepository(…)}
     * @throws IllegalStateException if no such folder is found, with the places looked at
     */
    public static Repository repository() {
        return repository(find(System.getenv(HOME), Path.of("")));
    }

    /**
     * Returns the files of a folder of one's own.
     *
     * @param folder a folder that holds the four files {@code train-images-idx3-ubyte.gz}, {@code
     *     train-labels-idx1-ubyte.gz}, {@code t10k-images-idx3-ubyte.gz}, {@code
     *     t10k-labels-idx1-ubyte.gz} and their sums, {@code SHA256SUMS}
     * @return the repository to give to {@code Mnist.builder().optRepository(…)}
     * @throws IllegalArgumentException if {@code folder} is not a folder
     */
    public static Repository repository(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "folder is " + folder.toAbsolutePath() + ", which is not a folder");
        }
        return new MnistRepository(new CheckedFolder(folder.toAbsolutePath().normalize()));
    }

    static Path find(String home, Path start) {
        if (home != null && !home.isBlank()) {
            Path folder = Path.of(home).resolve(FOLDER);
            if (Files.isDirectory(folder)) {
                return folder;
            }
            throw new IllegalStateException(
                    HOME + " is " + home + ", but there is no folder " + folder);
        }
        Path top = start.toAbsolutePath().normalize();
        for (Path at = top; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(FOLDER))) {
                return at.resolve(FOLDER);
            }
        }
        throw new IllegalStateException(
                String.format(
                        "no folder %s in %s or above it; start in the kit's folder, set the"
                                + " environment variable %s to it, or use repository(folder)",
                        FOLDER, top, HOME));
    }
}
