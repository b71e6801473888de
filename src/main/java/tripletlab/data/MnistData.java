package tripletlab.data;

import ai.djl.repository.Repository;
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

    private MnistData() {}

    /**
     * Returns the shipped files. The folder {@code data/mnist} is looked for in {@value #HOME} if
     * that is set, otherwise in the working folder and those above it.
     *
     * @return the repository to give to {@code Mnist.builder().optRepository(…)}
     * @throws IllegalStateException if no such folder is found, with the places looked at
     */
    public static Repository repository() {
        return repository(Integer.MAX_VALUE);
    }

    /**
     * Returns the first items of each shipped file. DJL's {@code Mnist} keeps all images of its
     * file as floats, 188 MB for the 60,000 training digits, even with {@code optLimit}; so this
     * saves memory where fewer are needed.
     *
     * @param items how many images and labels, 1 or more
     * @return the repository to give to {@code Mnist.builder().optRepository(…)}
     * @throws IllegalArgumentException if {@code items} is less than 1
     * @throws IllegalStateException as {@link #repository()}
     */
    public static Repository repository(int items) {
        return IdxRepository.shipped("mnist", "mnist", items);
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
        return IdxRepository.in(folder, "mnist");
    }
}
