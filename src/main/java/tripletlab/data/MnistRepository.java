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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * MNIST in one local folder. DJL's {@code LocalRepository} neither unpacks gzip nor compares sums;
 * this one does both when a file is opened, and has nothing to prepare.
 */
final class MnistRepository extends AbstractRepository {

    private static final String METADATA = "mnist.json";

    private final CheckedFolder folder;

    MnistRepository(CheckedFolder folder) {
        super("tripletlab", folder.path().toUri());
        this.folder = folder;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public Metadata locate(MRL mrl) throws IOException {
        try (InputStream in = MnistRepository.class.getResourceAsStream(METADATA);
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            Metadata metadata = JsonUtils.GSON.fromJson(reader, Metadata.class);
            if (!metadata.getArtifactId().equals(mrl.getArtifactId())) {
                return null;
            }
            metadata.init(arguments);
            metadata.setRepositoryUri(mrl.toURI());
            return metadata;
        }
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) throws IOException {
        Metadata metadata = locate(mrl);
        if (metadata == null) {
            throw new IOException(mrl + " is not in this repository, which holds MNIST only");
        }
        return metadata.getArtifacts().get(0);
    }

    @Override
    public void prepare(Artifact artifact, Progress progress) {
        // The files are used where they lie.
    }

    @Override
    public InputStream openStream(Artifact.Item item, String path) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(folder.read(item.getUri())));
    }

    @Override
    public List<MRL> getResources() {
        return List.of();
    }
}
