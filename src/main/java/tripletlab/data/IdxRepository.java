package tripletlab.data;

import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.JsonUtils;
import ai.djl.util.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A dataset in the files of MNIST's form, IDX, in one local folder. DJL's {@code LocalRepository}
 * neither unpacks gzip nor compares sums; this one does both when a file is opened, and has nothing
 * to prepare.
 */
final class IdxRepository extends AbstractRepository {

    private static final String METADATA = "idx.json";

    private final String artifactId;
    private final CheckedFolder folder;
    private final int items;

    /** The first items of the dataset that DJL's class asks for by {@code artifactId}. */
    IdxRepository(String artifactId, CheckedFolder folder, int items) {
        super("tripletlab", folder.path().toUri());
        this.artifactId = artifactId;
        this.folder = folder;
        this.items = items;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Metadata locate(MRL mrl) throws IOException {
        if (!artifactId.equals(mrl.getArtifactId())) {
            return null;
        }
        try (InputStream in = IdxRepository.class.getResourceAsStream(METADATA);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Metadata metadata = JsonUtils.GSON.fromJson(reader, Metadata.class);
            metadata.setArtifactId(artifactId);
            metadata.init(arguments);
            metadata.setRepositoryUri(mrl.toURI());
            return metadata;
        }
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
        return firstItems(new GZIPInputStream(new ByteArrayInputStream(content(item))));
    }

    /** The head of an IDX file, as it is, and the first of its items. */
    private InputStream firstItems(InputStream idx) throws IOException {
        if (items == Integer.MAX_VALUE) {
            return idx;
        }
        byte[] magic = idx.readNBytes(4); // the last byte is the number of dimensions
        byte[] shape = idx.readNBytes(4 * magic[3]); // N, …
        long size = items;
        for (int i = 1; i < magic[3]; i++) {
            size *= ByteBuffer.wrap(shape).getInt(4 * i);
        }
        byte[] first = idx.readNBytes((int) Math.min(size, Integer.MAX_VALUE));
        return new SequenceInputStream(
                new SequenceInputStream(
                        new ByteArrayInputStream(magic), new ByteArrayInputStream(shape)),
                new ByteArrayInputStream(first));
    }

    private byte[] content(Artifact.Item item) throws IOException {
        try {
            return folder.read(item.getUri());
        } catch (NoSuchFileException e) {
            throw new IOException(
                    e.getMessage() + "; optUsage(Dataset.Usage.TEST) reads those named t10k", e);
        }
    }

    @Override
    public List<MRL> getResources() {
        return List.of();
    }
}
