package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisparateImpactRemoverTest {
    private static final StructType COLUMNS = new StructType()
            .add("group", DataTypes.StringType)
            .add("the.number", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType());

    private final SparkSession spark = LocalSpark.compiling();

    private static DisparateImpactRemover ofColumn() {
        return new DisparateImpactRemover()
                .setProtectedCols("group")
                .setInputCols("the.number")
                .setOutputCols("repaired");
    }

    private static DisparateImpactRemover ofVector() {
        return new DisparateImpactRemover().setProtectedCols("group").setOutputCol("repaired");
    }

    private static Row row(String group, double value) {
        return RowFactory.create(group, value, Vectors.dense(7, value));
    }

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS).coalesce(2);
    }

    /** Groups whose values have another place, width and shape each. */
    private Dataset<Row> random(long seed, int count, int groups) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int group = random.nextInt(groups);
            double value =
                    group + (1 + group) * random.nextGaussian() + (group == 1 ? Math.exp(random.nextGaussian()) : 0);
            rows.add(row("g" + group, value));
        }
        return rows(rows);
    }

    /** Golden, by hand: a has 1 to 5, b 11 to 15, c 100 to 104; the median over groups at each rank is b's value. */
    @Test
    void movesEachRankToTheGroupsMedianAsFarAsItIsTold() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(row("a", 1 + i));
            rows.add(row("b", 11 + i));
            rows.add(row("c", 100 + i));
        }

        DisparateImpactModel model = ofColumn().setNumQuantiles(4).fit(rows(rows));

        List<Row> asked = List.of(row("a", 1), row("a", 2.5), row("b", 12), row("c", 104), row("a", -1), row("a", 9));
        assertThat(model.transform(rows(asked)).select("repaired").collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(11.0, 12.5, 12.0, 15.0, 9.0, 19.0);
        assertThat(model.setRepairLevel(.5)
                        .transform(rows(asked))
                        .select("repaired")
                        .collectAsList())
                .extracting(row -> row.getDouble(0))
                .containsExactly(6.0, 7.5, 12.0, 59.5, 4.0, 14.0);
        assertThat(model.needsProtectedAttribute()).isTrue();
    }

    /** The median of two groups is the mean of both; a value that half of a group shares is at the middle of its ranks. */
    @Test
    void givesSharedValuesTheRankInTheMiddleOfTheirs() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            rows.add(row("a", i < 3 ? 0 : i));
            rows.add(row("b", 10 * i));
        }

        DisparateImpactModel model = ofVector().setNumQuantiles(4).fit(rows(rows));

        // a's zeros have the levels 0, .25 and .5: at .25 the groups have 0 and 10.
        assertThat(model.transform(rows(List.of(row("a", 0), row("b", 20))))
                        .select("repaired")
                        .collectAsList())
                .extracting(row -> row.<Vector>getAs(0))
                .containsExactly(Vectors.dense(7, 5), Vectors.dense(7, 10));
    }

    /** Kolmogorov and Smirnov's distance between groups, within the steps of rank that are kept and the sketch's error. */
    @Property(tries = 4)
    void noGroupCanBeToldFromTheRepairedFeatureAndOrderWithinGroupsStays(@ForAll long seed) {
        Dataset<Row> rows = random(seed, 3000, 3);
        Dataset<Row> repaired = ofColumn().setNumQuantiles(200).fit(rows).transform(rows);

        List<List<Double>> before = new ArrayList<>();
        List<List<Double>> after = new ArrayList<>();
        for (int group = 0; group < 3; group++) {
            List<Row> ofGroup = repaired.where("group = 'g" + group + "'")
                    .orderBy("`the.number`")
                    .collectAsList();
            before.add(ofGroup.stream().map(row -> row.getDouble(1)).toList());
            after.add(ofGroup.stream().map(row -> row.<Double>getAs("repaired")).toList());
            assertThat(after.get(group)).isSorted();
        }
        assertThat(distance(before.get(0), before.get(2))).isGreaterThan(.2);
        assertThat(distance(after.get(0), after.get(1))).isLessThan(.02);
        assertThat(distance(after.get(0), after.get(2))).isLessThan(.02);
    }

    private static double distance(List<Double> some, List<Double> others) {
        double distance = 0;
        for (double value : some) {
            double share = some.stream().filter(x -> x <= value).count() / (double) some.size();
            double otherShare = others.stream().filter(x -> x <= value).count() / (double) others.size();
            distance = Math.max(distance, Math.abs(share - otherShare));
        }
        return distance;
    }

    @Test
    void keepsNoMoreOfMoreRows() {
        DisparateImpactModel model =
                ofVector().setIndices(1).setNumQuantiles(100).fit(random(1, 20_000, 2));

        assertThat(model.groups()).hasSize(2).allSatisfy(group -> {
            assertThat(group.quantiles()).hasSize(1);
            assertThat(group.quantiles().get(0)).hasSize(101).isSorted();
        });
    }

    @Test
    void aLevelOfZeroChangesNothingAndMissingStaysMissing() {
        Dataset<Row> rows = random(2, 200, 2);
        DisparateImpactModel model = ofColumn().setRepairLevel(0).fit(rows);

        assertThat(model.transform(rows).where("repaired = `the.number`").count())
                .isEqualTo(200);
        model.setRepairLevel(1);
        assertThat(model.transform(rows.withColumn("the.number", expr("double('NaN')")))
                        .where("repaired is null")
                        .count())
                .isEqualTo(200);
        model.setHandleInvalid("keep");
        assertThat(model.transform(rows.withColumn("group", lit("else")))
                        .where("repaired = `the.number`")
                        .count())
                .isEqualTo(200);
    }

    @Test
    void aFeatureThatAGroupNeverHasStaysAsItIsThereIfAskedFor() {
        Dataset<Row> rows = random(6, 300, 3);
        Dataset<Row> partly = rows.withColumn("the.number", expr("if(group = 'g1', null, `the.number`)"));

        Dataset<Row> repaired = ofColumn().setHandleInvalid("keep").fit(partly).transform(rows);
        Dataset<Row> ofOthers = ofColumn().fit(rows.where("group <> 'g1'")).transform(rows.where("group <> 'g1'"));

        assertThat(repaired.where("group = 'g1' and repaired <> `the.number`").count())
                .isZero();
        assertThat(repaired.where("group <> 'g1'").select("repaired").collectAsList())
                .isEqualTo(ofOthers.select("repaired").collectAsList());
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(ofColumn().setRepairLevel(.8), random(3, 100, 3), folder.resolve("column"));
        StageChecks.honoursTheContract(ofVector().setIndices(1), random(3, 100, 3), folder.resolve("vector"));
    }

    @Test
    void refusesWhatItCannotRepair() {
        assertThatThrownBy(() -> ofVector().setIndices(2).fit(random(4, 20, 2)))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot repair element 2 of column 'features': vectors have 2 elements, counted from 0. Mend indices.");
        assertThatThrownBy(() -> ofColumn().setOutputCols("a", "b").transformSchema(COLUMNS))
                .hasMessage("Cannot repair 1 columns into 2: outputCols needs one name for each of inputCols.");
        assertThatThrownBy(() -> ofColumn()
                        .fit(random(5, 20, 2).withColumn("the.number", expr("if(group = 'g1', null, `the.number`)"))))
                .hasMessage("Cannot repair column 'the.number': it is missing in all rows of group 'g1'."
                        + " Leave the feature or the group out, or fill it before.");
        assertThatThrownBy(() -> ofColumn().fit(rows(List.of())))
                .hasMessage("Cannot repair features: there are no rows. Check the filters before this stage.");
    }
}
