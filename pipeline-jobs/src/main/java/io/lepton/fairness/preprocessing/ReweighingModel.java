package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.mitigation.RepairModel;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the weights that {@link Reweighing} fitted. Rows without the label column are rows to be scored: they pass as they are, so that a
 * pipeline of reweighing and a learner scores rows that tell neither label nor protected attribute.
 */
public final class ReweighingModel extends RepairModel<ReweighingModel> implements ReweighingParams<ReweighingModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final Param<String> labelCol;
    private final Param<String> weightCol;
    private final Param<String> outputCol;

    /** The weight of one group's rows of one label. */
    public record Cell(String group, String label, double weight) {}

    /** @param weights of all groups and labels that were seen together */
    public record Table(List<Cell> weights) {
        public Table {
            weights = List.copyOf(weights);
        }

        /** @param masses how much the rows of each group and label weigh together; those of weight 0 are left out */
        static Table of(List<Cell> masses) {
            double total = masses.stream().mapToDouble(Cell::weight).sum();
            List<Cell> weights = new ArrayList<>();
            for (Cell cell : masses) {
                if (cell.weight > 0) {
                    double group = mass(masses, other -> other.group.equals(cell.group));
                    double label = mass(masses, other -> other.label.equals(cell.label));
                    weights.add(new Cell(cell.group, cell.label, group / total * label / cell.weight));
                }
            }
            return new Table(weights);
        }

        private static double mass(List<Cell> masses, Predicate<Cell> chosen) {
            return masses.stream().filter(chosen).mapToDouble(Cell::weight).sum();
        }
    }

    ReweighingModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.labelCol = ReweighingParams.labelCol(this);
        this.weightCol = ReweighingParams.weightCol(this);
        this.outputCol = ReweighingParams.outputCol(this);
        setDefault(labelCol, "label");
        setDefault(weightCol, "");
        setDefault(outputCol, "fairWeight");
    }

    public static MLReader<ReweighingModel> read() {
        return FittedTable.reader(ReweighingModel.class, Table.class, ReweighingModel::new);
    }

    public static ReweighingModel load(String path) {
        return read().load(path);
    }

    /** The weights, one a group and label. */
    public List<Cell> weights() {
        return table.weights;
    }

    @Override
    public Family family() {
        return Family.BEFORE_TRAINING;
    }

    @Override
    public boolean needsProtectedAttribute() {
        return false;
    }

    @Override
    public Param<String> labelCol() {
        return labelCol;
    }

    @Override
    public Param<String> weightCol() {
        return weightCol;
    }

    @Override
    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected ReweighingModel bare() {
        return new ReweighingModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        if (!Cells.has(schema, getOrDefault(labelCol))) {
            return dataset.toDF();
        }
        Column weight = factor(schema).multiply(Cells.weight(getOrDefault(weightCol)));
        return dataset.withColumn(getOrDefault(outputCol), weight);
    }

    private Column factor(StructType schema) {
        List<String> groups = List.copyOf(
                new TreeSet<>(table.weights.stream().map(Cell::group).toList()));
        List<String> labels = List.copyOf(
                new TreeSet<>(table.weights.stream().map(Cell::label).toList()));
        double[] factors = new double[groups.size() * labels.size()];
        Arrays.fill(factors, Double.NaN);
        for (Cell cell : table.weights) {
            factors[groups.indexOf(cell.group) * labels.size() + labels.indexOf(cell.label)] = cell.weight;
        }
        Column text = Groups.text(schema, getOrDefault(labelCol));
        Column group = place(schema, groups);
        Column label = array_position(lit(labels.toArray(String[]::new)), text).cast("int");
        Column found = when(
                group.gt(0).and(label.gt(0)),
                element_at(lit(factors), group.minus(1).multiply(labels.size()).plus(label)));
        Column known = when(found.isNaN(), lit(null)).otherwise(found);
        Column unseen = keepsUnseenGroups()
                ? lit(1.0)
                : raise_error(concat(
                                lit("Cannot weigh a row of label '"),
                                text,
                                lit(
                                        "': no row of its group and label was seen when fitting. Fit on all rows that are weighed, or set"
                                                + " handleInvalid to keep.")))
                        .cast("double");
        return coalesce(known, unseen);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!Cells.has(schema, getOrDefault(labelCol))) {
            return schema;
        }
        requireGroups(schema);
        return weighed(schema);
    }
}
