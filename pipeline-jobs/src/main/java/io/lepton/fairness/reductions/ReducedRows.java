package io.lepton.fairness.reductions;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.game.Cells;
import io.lepton.fairness.reductions.game.Hypothesis;
import io.lepton.fairness.reductions.game.Learner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Training rows, cached until closed, and the learner that is fitted to them over and over: a fit changes labels and weights cell by cell,
 * and one pass over the rows then sums up what the fitted model does, a few numbers a cell.
 */
final class ReducedRows implements Learner<Transformer>, AutoCloseable {
    private static final String GROUP = "lepton_reduction_group";
    private static final String LABEL = "lepton_reduction_label";
    private static final String WEIGHT = "lepton_reduction_weight";
    private static final String MISSING = "(missing)";

    /** Columns of more values are no groups of people but names, dates or amounts. */
    private static final int MOST_GROUPS = 200;

    private final Moment moment;
    private final Roles roles;
    private final Estimator<?> learner;
    private final Dataset<Row> rows;
    private final Cells cells;
    private final double totalWeight;

    /** @throws LeptonException (data) for labels or groups that can't be learned from */
    ReducedRows(Dataset<?> training, Moment moment, Roles roles, Estimator<?> learner) {
        this.moment = moment;
        this.roles = roles;
        this.learner = learner;
        boolean weighted = Roles.has(training.schema(), roles.weight());
        this.rows = training.toDF()
                .withColumn(GROUP, coalesce(Roles.column(roles.group()).cast("string"), lit(MISSING)))
                .withColumn(LABEL, Roles.column(roles.label()).cast("double"))
                .withColumn(WEIGHT, weighted ? Roles.column(roles.weight()).cast("double") : lit(1.0))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Row> census = census();
            this.totalWeight =
                    census.stream().mapToDouble(row -> row.getDouble(3)).sum();
            if (!(totalWeight > 0)) {
                throw LeptonException.data("Cannot fit fairly: the weights of all rows add up to " + totalWeight
                        + ". Check column '" + roles.weight() + "'.");
            }
            this.cells = cells(census);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Cells cells() {
        return cells;
    }

    private List<Row> census() {
        // Of numbers only the sign of NaN or null matters.
        Column label = moment.classifies() ? col(LABEL) : col(LABEL).multiply(0.0);
        List<Row> census = rows.groupBy(col(GROUP), label.as("label"))
                .agg(count(lit(1)), sum(col(WEIGHT)))
                .limit(2 * MOST_GROUPS + 1)
                .collectAsList();
        if (census.isEmpty()) {
            throw LeptonException.data("Cannot fit fairly: there are no rows. Check the split and the filters.");
        }
        for (Row row : census) {
            if (row.isNullAt(1) || Double.isNaN(row.getDouble(1))) {
                throw LeptonException.data("Cannot fit fairly: " + row.getLong(2) + " rows of group '"
                        + row.getString(0) + "' have no label. Leave them out of the training rows.");
            }
            if (moment.classifies() && row.getDouble(1) != 0 && row.getDouble(1) != 1) {
                throw LeptonException.data("Cannot fit fairly: column '" + roles.label() + "' holds "
                        + row.getDouble(1) + ", and " + moment.word()
                        + " is about labels 0 and 1. Number the classes so, or bound a loss.");
            }
            if (row.isNullAt(3) || !(row.getDouble(3) >= 0)) {
                throw LeptonException.data("Cannot fit fairly: the weights of group '" + row.getString(0)
                        + "' add up to " + row.get(3) + ". Weights are 0 or more.");
            }
        }
        return census;
    }

    private Cells cells(List<Row> census) {
        int labels = moment.classifies() ? 2 : 1;
        TreeMap<String, Double[]> weights = new TreeMap<>();
        long counted = 0;
        for (Row row : census) {
            Double[] ofGroup = weights.computeIfAbsent(row.getString(0), unused -> {
                Double[] none = new Double[labels];
                Arrays.fill(none, 0.0);
                return none;
            });
            ofGroup[(int) row.getDouble(1)] += row.getDouble(3) / totalWeight;
            counted += row.getLong(2);
        }
        if (weights.size() > MOST_GROUPS) {
            throw LeptonException.configuration("Cannot fit fairly: column '" + roles.group() + "' holds more than "
                    + MOST_GROUPS + " values. Name a column of groups of people, or bin it.");
        }
        List<Double> shares = new ArrayList<>();
        weights.values().forEach(ofGroup -> shares.addAll(List.of(ofGroup)));
        return new Cells(List.copyOf(weights.keySet()), labels, shares, counted);
    }

    @Override
    public Hypothesis<Transformer> fit(double[] costs) {
        return measured(fitted(costs));
    }

    private Transformer fitted(double[] costs) {
        double mean = 0;
        double[] labels = new double[costs.length];
        boolean[] occurs = new boolean[2];
        for (int c = 0; c < costs.length; c++) {
            labels[c] = costs[c] < 0 ? 1 : 0;
            mean += Math.abs(costs[c]) * cells.share(c);
            occurs[(int) labels[c]] |= cells.share(c) > 0 && costs[c] != 0;
        }
        if (moment.classifies() && !(occurs[0] && occurs[1])) {
            return new ConstantModel().setValue(occurs[1] ? 1 : 0).setPredictionCol(roles.prediction());
        }
        double scale = mean;
        Column weight =
                byCell(Arrays.stream(costs).map(cost -> Math.abs(cost) / scale).toArray());
        Dataset<Row> reduced = rows.withColumn(roles.weight(), col(WEIGHT).multiply(weight))
                .withColumn(roles.label(), moment.classifies() ? byCell(labels) : col(LABEL))
                .drop(LABEL, WEIGHT, GROUP);
        return learner.fit(reduced);
    }

    private Hypothesis<Transformer> measured(Transformer model) {
        Column prediction = Roles.column(roles.prediction()).cast("double");
        Column loss = moment.loss(col(LABEL), prediction);
        List<Row> sums = model.transform(rows)
                .groupBy(cell().as("cell"))
                .agg(
                        sum(col(WEIGHT).multiply(moment.mass(col(LABEL), prediction))),
                        sum(col(WEIGHT).multiply(loss).multiply(loss)),
                        max(abs(prediction.multiply(lit(1.0).minus(prediction)))))
                .collectAsList();
        double[] masses = new double[cells.size()];
        double squares = 0;
        for (Row row : sums) {
            if (moment.classifies() && !(row.getDouble(3) == 0)) {
                throw LeptonException.configuration("Cannot fit fairly: the learner " + learner.uid()
                        + " predicts other values than 0 and 1 in column '" + roles.prediction()
                        + "'. Take a classifier, or bound a loss.");
            }
            if (!Double.isFinite(row.getDouble(1)) || !Double.isFinite(row.getDouble(2))) {
                throw LeptonException.data("Cannot fit fairly: the learner " + learner.uid() + " predicts numbers that "
                        + "aren't finite in column '" + roles.prediction()
                        + "'. Look for missing or huge values in the features and the label.");
            }
            masses[(int) row.getLong(0)] = row.getDouble(1) / totalWeight;
            squares += row.getDouble(2) / totalWeight;
        }
        return new Hypothesis<>(model, masses, squares);
    }

    /** Computed anew in each pass: cheaper than the memory that a column more takes. */
    private Column cell() {
        Column[] names =
                cells.groups().stream().map(org.apache.spark.sql.functions::lit).toArray(Column[]::new);
        Column group = array_position(array(names), col(GROUP)).minus(lit(1));
        return moment.classifies() ? group.multiply(2).plus(col(LABEL).cast("long")) : group;
    }

    private Column byCell(double[] values) {
        Column[] each = Arrays.stream(values)
                .mapToObj(org.apache.spark.sql.functions::lit)
                .toArray(Column[]::new);
        return element_at(array(each), cell().plus(lit(1)).cast("int"));
    }

    @Override
    public void close() {
        rows.unpersist(false);
    }
}
