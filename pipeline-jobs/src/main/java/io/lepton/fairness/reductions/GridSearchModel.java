package io.lepton.fairness.reductions;

import java.io.Serial;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The model that a grid search chose, which adds what the learner's models add, and what is known of the others. */
public final class GridSearchModel extends Model<GridSearchModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Transformer model;
    private final Details details;

    /**
     * One point of the grid, on the training rows.
     *
     * @param multipliers one for each constraint
     * @param objective error rate, or mean loss
     * @param violation the largest of the constraints'
     */
    public record Candidate(List<Double> multipliers, double objective, double violation) {
        public Candidate {
            multipliers = List.copyOf(multipliers);
        }
    }

    /** What is saved beside the model. */
    record Details(List<String> constraints, List<Candidate> candidates, int best) {
        Details {
            constraints = List.copyOf(constraints);
            candidates = List.copyOf(candidates);
        }
    }

    GridSearchModel(String uid, Transformer model, Details details) {
        this.uid = uid;
        this.model = model;
        this.details = details;
    }

    public static MLReader<GridSearchModel> read() {
        return SavedReduction.reader(
                GridSearchModel.class,
                (uid, saved) -> new GridSearchModel(uid, saved.transformers().get(0), saved.details(Details.class)));
    }

    public static GridSearchModel load(String path) {
        return read().load(path);
    }

    /** The model that was chosen. */
    public Transformer model() {
        return model;
    }

    /** Names of the constraints that the multipliers belong to. */
    public List<String> constraints() {
        return details.constraints();
    }

    /** All points of the grid, in their order. */
    public List<Candidate> candidates() {
        return details.candidates();
    }

    /** The one that was chosen. */
    public Candidate best() {
        return details.candidates().get(details.best());
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return model.transform(dataset);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return model.transformSchema(schema);
    }

    @Override
    public GridSearchModel copy(ParamMap extra) {
        GridSearchModel copy = copyValues(new GridSearchModel(uid, model.copy(extra), details), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return SavedReduction.writer(this, List.of(model), details);
    }
}
