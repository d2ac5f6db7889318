package io.lepton.cli.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.cli.bench.quality.RepairFigure.Treatment;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class RepairFiguresTest {
    private final SparkSession spark;

    RepairFiguresTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Men earn more for reasons that the features tell, and for none. */
    private Dataset<Row> people() {
        Random random = new Random(3);
        List<Row> people = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            boolean man = random.nextBoolean();
            double skill = random.nextGaussian() + (man ? .5 : 0);
            people.add(RowFactory.create(
                    skill,
                    man ? "Male" : "Female",
                    skill + random.nextGaussian() + (man ? .5 : -.5) > .5 ? ">50K" : "<=50K"));
        }
        return spark.createDataFrame(
                people,
                new StructType()
                        .add("skill", DataTypes.DoubleType)
                        .add("sex", DataTypes.StringType)
                        .add("income", DataTypes.StringType));
    }

    @Test
    void showsWhatEachRepairCostsAndBringsOnRowsHeldOut() {
        var base = Linear.of(TaskType.BINARY, new LinearSettings(20, 0.001, 0));

        List<RepairFigure> figures = new RepairFigures(people()).figures(Map.of("logistic", base), List.of(1L));

        assertThat(figures)
                .extracting(RepairFigure::method)
                .containsExactly(
                        RepairTrial.EQUALIZED_ODDS,
                        RepairTrial.SIMILAR_ODDS,
                        RepairTrial.DEMOGRAPHIC_PARITY,
                        RepairTrial.REJECT_OPTION,
                        RepairTrial.REWEIGHING,
                        RepairTrial.DISPARATE_IMPACT,
                        RepairTrial.CORRELATION);
        assertThat(figures).allSatisfy(figure -> {
            assertThat(figure.seed()).isEqualTo(1);
            assertThat(figure.before()).isEqualTo(figures.get(0).before());
            assertThat(figure.after().demographicParityDifference())
                    .isLessThan(figure.before().demographicParityDifference());
        });
        assertThat(figures.get(0).before().equalizedOddsDifference()).isGreaterThan(.2);
        // 1,200 rows: a rate's standard error is .02 or so.
        assertThat(figures.get(0).after().equalizedOddsDifference()).isLessThan(.1);
        assertThat(figures.get(2).after().demographicParityDifference()).isLessThan(.1);
        assertThat(figures.get(5).after().demographicParityDifference()).isLessThan(.1);
        assertThat(figures.get(6).after().demographicParityDifference()).isLessThan(.1);
    }

    /** By hand: women: a positive and a negative are selected of 2 and 2; men: both positives and no negative of 2 and 2. */
    @Test
    void treatmentIsWhatItsDefinitionsSay() {
        List<Row> rows = new ArrayList<>();
        double[][] selected = {{1, 0, 1, 0}, {1, 1, 0, 0}};
        for (int i = 0; i < 8; i++) {
            rows.add(RowFactory.create(i < 4 ? "f" : "m", i % 4 < 2 ? 1.0 : 0.0, selected[i / 4][i % 4]));
        }
        Dataset<Row> decided = spark.createDataFrame(
                rows,
                new StructType()
                        .add("sex", DataTypes.StringType)
                        .add("label", DataTypes.DoubleType)
                        .add("selected", DataTypes.DoubleType));

        Treatment treatment = RepairTrial.treatment(decided, "selected");

        assertThat(treatment.accuracy()).isCloseTo(.75, within(1e-12));
        assertThat(treatment.balancedAccuracy()).isCloseTo(.75, within(1e-12));
        assertThat(treatment.demographicParityDifference()).isZero();
        assertThat(treatment.equalizedOddsDifference()).isCloseTo(.5, within(1e-12));
    }
}
