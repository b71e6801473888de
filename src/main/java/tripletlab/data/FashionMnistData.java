package tripletlab.data;

import ai.djl.repository.Repository;
import java.nio.file.Path;
import java.util.List;

/**
 * The test images of Fashion-MNIST, clothes in the form of MNIST's digits, which ship with the kit,
 * as a repository for DJL's own {@link ai.djl.basicdataset.cv.classification.FashionMnist}. The
 * training images do not ship: to train on clothes, split the 10,000 test images.
 *
 * <pre>{@code
 * FashionMnist clothes = FashionMnist.builder()
 *         .optRepository(FashionMnistData.repository())
 *         .optUsage(Dataset.Usage.TEST)
 *         .setSampling(1000, false)
 *         .build();
 * clothes.prepare();
 * RandomAccessDataset train = clothes.subDataset(0, 8000);
 * RandomAccessDataset test = clothes.subDataset(8000, 10_000);
 * }</pre>
 *
 * <p>The files stay packed as they are; each is compared with its SHA-256 sum when it is opened.
 * The network is never asked.
 *
 * <p>H. Xiao, K. Rasul, R. Vollgraf: <i>Fashion-MNIST: a Novel Image Dataset for Benchmarking
 * Machine Learning Algorithms</i>, arXiv 1708.07747, 2017.
 */
public final class FashionMnistData {

    private static final String ARTIFACT = "fashmnist"; // as DJL's FashionMnist asks for it

    private FashionMnistData() {}

    /**
     * Returns the shipped files, to be read with {@code optUsage(Dataset.Usage.TEST)}. The folder
     * {@code data/fashion-mnist} is looked for in {@value MnistData#HOME} if that is set, otherwise
     * in the working folder and those above it.
     *
     * @return the repository to give to {@code FashionMnist.builder().optRepository(…)}
     * @throws IllegalStateException if no such folder is found, with the places looked at
     */
    public static Repository repository() {
        return IdxRepository.shipped("fashion-mnist", ARTIFACT, Integer.MAX_VALUE);
    }

    /**
     * Returns the files of a folder of one's own.
     *
     * @param folder a folder that holds the files named as in {@link MnistData#repository(Path)},
     *     all four or those of the usage, and their sums, {@code SHA256SUMS}
     * @return the repository to give to {@code FashionMnist.builder().optRepository(…)}
     * @throws IllegalArgumentException if {@code folder} is not a folder
     */
    public static Repository repository(Path folder) {
        return IdxRepository.in(folder, ARTIFACT);
    }

    /** {@return what the ten classes are called; label 0 is the first} */
    public static List<String> classNames() {
        String names =
                "T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag,"
                        + " Ankle boot";
        return List.of(names.split(", "));
    }
}
