package tripletlab;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.util.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A dataset that is no ArrayDataset: it makes each record when asked, and remembers the arrays. */
public final class PlainDataset extends RandomAccessDataset {

    /** The labels of an item. */
    public interface Labels {
        /** Makes them, on the manager or elsewhere. */
        NDList of(NDManager manager, long index) throws IOException;
    }

    private final long size;
    private final Labels labels;
    private final List<NDArray> made = new ArrayList<>();

    private PlainDataset(Builder builder) {
        super(builder);
        size = builder.size;
        labels = builder.labels;
    }

    /** Items with these labels, made on the manager of each reading. */
    public static PlainDataset of(long[] labels) {
        return of(labels.length, (manager, i) -> new NDList(manager.create(labels[(int) i])));
    }

    /** Items whose labels are made by a function. */
    public static PlainDataset of(long size, Labels labels) {
        return new Builder(size, labels).setSampling(1, false).build();
    }

    /** All arrays that were ever handed out. */
    public List<NDArray> made() {
        return made;
    }

    @Override
    public Record get(NDManager manager, long index) throws IOException {
        NDList data = new NDList(manager.create((float) index));
        NDList label = labels.of(manager, index);
        made.addAll(data);
        made.addAll(label);
        return new Record(data, label);
    }

    @Override
    protected long availableSize() {
        return size;
    }

    @Override
    public void prepare(Progress progress) {
        // Nothing to read.
    }

    private static final class Builder extends BaseBuilder<Builder> {

        private final long size;
        private final Labels labels;

        Builder(long size, Labels labels) {
            this.size = size;
            this.labels = labels;
        }

        @Override
        protected Builder self() {
            return this;
        }

        PlainDataset build() {
            return new PlainDataset(this);
        }
    }
}
