package tripletlab.data;

import static tripletlab.internal.Arguments.require;
import static tripletlab.internal.Arguments.requireAtLeast;
import static tripletlab.internal.Arguments.requireNonNull;

import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.Repository;
import ai.djl.util.JsonUtils;
import ai.djl.util.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A dataset in the files of MNIST's form, IDX, in one local folder. DJL's {@code LocalRepository}
 * neither unpacks gzip nor compares sums; this one does both when a file is opened, and has nothing
 * to prepare.
 */
final class IdxRepository extends AbstractRepository {

    private static final String METADATA =
            """
            {
              "metadataVersion": "0.2",
              "resourceType": "dataset",
              "application": "cv",
              "groupId": "ai.djl.basicdataset",
              "artifacts": [
                {
                  "version": "1.0",
                  "files": {
                    "train_data": {"uri": "train-images-idx3-ubyte.gz"},
                    "train_labels": {"uri": "train-labels-idx1-ubyte.gz"},
                    "test_data": {"uri": "t10k-images-idx3-ubyte.gz"},
                    "test_labels": {"uri": "t10k-labels-idx1-ubyte.gz"}
                  }
                }
              ]
            }
            """;

    private final String artifactId;
    private final CheckedFolder folder;
    private final int items;

    private IdxRepository(String artifactId, CheckedFolder folder, int items) {
        super("tripletlab", folder.path().toUri());
        this.artifactId = artifactId;
        this.folder = folder;
        this.items = items;
    }

    /**
     * The first items of each file of a dataset that ships with the kit.
     *
     * @param folder below {@code data}
     * @param artifactId what DJL's own class for the dataset asks a repository for
     */
    static Repository shipped(String folder, String artifactId, int items) {
        requireAtLeast("items", items, 1);
        Path found = find(Path.of("data", folder), System.getenv(MnistData.HOME), Path.of(""));
        return new IdxRepository(artifactId, new CheckedFolder(absolute(found), true), items);
    }

    /** The dataset in a folder of one's own. */
    static Repository in(Path folder, String artifactId) {
        boolean there = Files.isDirectory(requireNonNull("folder", folder));
        require(there, "folder is %s, which is not a folder", folder.toAbsolutePath());
        CheckedFolder checked = new CheckedFolder(absolute(folder), false);
        return new IdxRepository(artifactId, checked, Integer.MAX_VALUE);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** In the home, if that is set, otherwise in a place to start from or above it. */
    static Path find(Path folder, String home, Path start) {
        if (home != null && !home.isBlank()) {
            Path found = Path.of(home).resolve(folder);
            if (Files.isDirectory(found)) {
                return found;
            }
            throw new IllegalStateException(
                    MnistData.HOME + " is " + home + ", but there is no folder " + found);
        }
        for (Path at = absolute(start); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve(folder))) {
                return at.resolve(folder);
            }
        }
        throw new IllegalStateException(
                String.format(
                        "no folder %s in %s or above it; start in the kit's folder, set the"
                                + " environment variable %s to it, or use repository(folder)",
                        folder, absolute(start), MnistData.HOME));
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Metadata locate(MRL mrl) {
        if (!artifactId.equals(mrl.getArtifactId())) {
            return null;
        }
        Metadata metadata = JsonUtils.GSON.fromJson(METADATA, Metadata.class);
        metadata.setArtifactId(artifactId);
        metadata.init(arguments);
        metadata.setRepositoryUri(mrl.toURI());
        return metadata;
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) throws IOException {
        Metadata metadata = locate(mrl);
        if (metadata == null) {
            throw new IOException(
                    mrl + " is not in this repository, which holds " + artifactId + " only");
        }
        return metadata.getArtifacts().get(0);
    }

    @Override
    public void prepare(Artifact artifact, Progress progress) {
        // The files are used where they lie.
    }

    @Override
    public InputStream openStream(Artifact.Item item, String path) throws IOException {
        byte[] packed = folder.read(item.getUri());
        InputStream idx = new GZIPInputStream(new ByteArrayInputStream(packed));
        return items == Integer.MAX_VALUE ? idx : firstItems(idx);
    }

    /** The head of an IDX file, as it is, and the first of its items. */
    private InputStream firstItems(InputStream idx) throws IOException {
        byte[] magic = idx.readNBytes(4); // the last byte is the number of dimensions
        byte[] shape = idx.readNBytes(4 * magic[3]); // N, …
        long size = items;
        for (int i = 1; i < magic[3]; i++) {
            size *= ByteBuffer.wrap(shape).getInt(4 * i);
        }
        byte[] first = idx.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
        ByteBuffer all = ByteBuffer.allocate(magic.length + shape.length + first.length);
        return new ByteArrayInputStream(all.put(magic).put(shape).put(first).array());
    }

    @Override
    public List<MRL> getResources() {
        return List.of();
    }
}
