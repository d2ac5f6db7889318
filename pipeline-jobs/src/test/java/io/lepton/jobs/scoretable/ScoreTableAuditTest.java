package io.lepton.jobs.scoretable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.jobs.scoretable.ScoreColumns.Task;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class ScoreTableAuditTest {
    private static final ScoreColumns WORDS = new ScoreColumns(
            Task.BINARY,
            Optional.of("probability"),
            Optional.empty(),
            Optional.of("paid back"),
            Optional.empty(),
            Optional.of("yes"),
            0.5,
            Optional.empty(),
            List.of("sex"));

    /** 1,000 loans of which every ninth has no outcome yet. */
    private static Dataset<Row> loans(SparkSession spark) {
        return spark.range(1000)
                .selectExpr(
                        "if(id % 3 = 0, 'f', 'm') as sex",
                        "(id * 37 % 101) / 100D as probability",
                        "case when id % 9 = 4 then null when id * 53 % 97 < id * 37 % 101 then 'yes' else 'no' end as `paid back`");
    }

    private static ScoreTableAudit audit(ScoreColumns columns, Gate... gates) {
        return new ScoreTableAudit(
                columns, Map.of(), 1, new AuditInput.Judgement(30, 30, 10), List.of(gates), AlikePeople.UNASKED);
    }

    private static ScoreColumns with(Task task, String label, Optional<String> prediction, Optional<String> positive) {
        return new ScoreColumns(
                task,
                Optional.of("probability"),
                Optional.empty(),
                Optional.of(label),
                prediction,
                positive,
                0.5,
                Optional.empty(),
                List.of("sex"));
    }

    @Test
    void wordsAreAuditedAsTheNumbersThatTheyStandFor(SparkSession spark) {
        AuditedScores audited = audit(WORDS).of(loans(spark));

        Dataset<Row> numbers = loans(spark)
                .selectExpr(
                        "sex",
                        "probability",
                        "double(`paid back` = 'yes') as label",
                        "double(probability >= 0.5) as prediction");
        assertThat(audited.fairness())
                .isEqualTo(new FairnessAudit(AuditInput.of("label", "probability", "prediction", List.of("sex"))
                                .withDepth(1))
                        .audit(numbers));
        assertThat(audited.rows()).isEqualTo(1000);
        assertThat(audited.withoutLabel()).isEqualTo(111);
        assertThat(audited.labelled()).isTrue();
    }

    @Test
    void numbersAndTruthValuesNeedNoWords(SparkSession spark) {
        Dataset<Row> known = loans(spark).where("`paid back` is not null");
        AuditedScores words = audit(WORDS).of(known);

        for (String type : List.of("boolean", "int", "decimal(3,1)", "double")) {
            Dataset<Row> rows = known.selectExpr("*", "cast(`paid back` = 'yes' as int) as number")
                    .selectExpr("sex", "probability", "cast(number as " + type + ") as paid");
            assertThat(audit(with(Task.BINARY, "paid", Optional.empty(), Optional.empty()))
                            .of(rows)
                            .fairness())
                    .as(type)
                    .isEqualTo(words.fairness());
        }
        Dataset<Row> twos = known.selectExpr("sex", "probability", "if(`paid back` = 'yes', 2.0D, 1.0D) as paid");
        assertThat(audit(with(Task.BINARY, "paid", Optional.empty(), Optional.of("2")))
                        .of(twos)
                        .fairness())
                .as("2 is also 2.0")
                .isEqualTo(words.fairness());
    }

    @Test
    void aMissingNumberOfOtherToolsIsNoLabel(SparkSession spark) {
        Dataset<Row> rows = loans(spark)
                .selectExpr(
                        "sex",
                        "probability",
                        "case `paid back` when 'yes' then 1D when 'no' then 0D else double('NaN') end as paid");

        AuditedScores audited = audit(with(Task.BINARY, "paid", Optional.empty(), Optional.empty()))
                .of(rows);

        assertThat(audited.withoutLabel()).isEqualTo(111);
        assertThat(audited.fairness().overall().count("recall")).isEqualTo(889);
        assertThat(audited.fairness().overall().count("selection_rate")).isEqualTo(1000);
    }

    @Test
    void decisionsMayBeToldInsteadOfAThreshold(SparkSession spark) {
        Dataset<Row> decided = loans(spark).selectExpr("*", "if(probability >= 0.5, 'yes', 'no') as decision");

        assertThat(audit(with(Task.BINARY, "paid back", Optional.of("decision"), Optional.of("yes")))
                        .of(decided)
                        .fairness())
                .isEqualTo(audit(WORDS).of(loans(spark)).fairness());
    }

    @Test
    void classesKeepTheirNames(SparkSession spark) {
        Dataset<Row> rows = spark.range(900)
                .selectExpr(
                        "if(id % 2 = 0, 'f', 'm') as sex",
                        "0.5 as probability",
                        "element_at(array('ham', 'egg', 'jam'), int(id % 3) + 1) as truth",
                        "element_at(array('ham', 'egg', 'egg'), int(id % 3) + 1) as said");

        ScoreColumns columns = with(Task.MULTICLASS, "truth", Optional.of("said"), Optional.empty());

        AuditedScores audited = audit(columns, recall("jam"), recall("egg")).of(rows);

        assertThat(audited.gates()).extracting(GateDecision::passed).containsExactly(false, true);
        assertThatThrownBy(() -> audit(columns, recall("jem")).of(rows))
                .hasMessage(
                        "Cannot decide gate 'recall_of_jem': the label has no class 'jem'. Did you mean 'jam'? It has: egg,"
                                + " ham, jam.");
        assertThat(audited.classes()).containsExactly("egg", "ham", "jam");
        assertThat(audited.fairness().overall().metric("recall_of_0")).isEqualTo(1);
        assertThat(audited.fairness().overall().metric("recall_of_2")).isZero();
        assertThat(audited.fairness().overall().metric("precision_of_0")).isEqualTo(0.5);
    }

    private static Gate recall(String ofClass) {
        return new Gate(
                "recall_of_" + ofClass, Optional.of(.9), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);
    }

    /** A map and a structure tell whose a probability is; an array holds those of the classes 0, 1 and 2. */
    @Test
    void theProbabilitiesOfAllClassesAreReadHoweverATableHoldsThem(SparkSession spark) {
        Dataset<Row> rows = spark.range(900)
                .selectExpr("id", "pmod(xxhash64(id), 100) / 200 as a", "pmod(xxhash64(1, id), 100) / 200 as b")
                .selectExpr(
                        "id",
                        "if(id % 2 = 0, 'f', 'm') as sex",
                        "int(a * 2 + b * 2 + pmod(xxhash64(2, id), 10) / 10) as number",
                        "named_struct('jam', 1 - a - b, 'egg', a, 'ham', b) as structure")
                .selectExpr(
                        "*",
                        "element_at(array('egg', 'ham', 'jam'), number + 1) as truth",
                        "map('ham', structure.ham, 'egg', structure.egg, 'jam', structure.jam) as by_class",
                        "array(structure.egg, structure.ham, structure.jam) as in_order",
                        "0 as said_number",
                        "'egg' as said");

        FairnessReport byMap = audited(rows, "by_class", "truth", "said").fairness();
        AuditedScores byStructure = audited(rows, "structure", "truth", "said");

        assertThat(byStructure.classes()).containsExactly("egg", "ham", "jam");
        assertThat(byStructure.gates()).extracting(GateDecision::passed).containsExactly(true);
        assertThat(byMap.overall().metrics()).containsKeys("auc_of_0", "auc_of_2", "auc", "brier_score", "log_loss");
        assertThat(byStructure.fairness()).isEqualTo(byMap);
        assertThat(byMap.curves())
                .extracting(each -> each.ofClass() + " by " + each.group())
                .containsExactly("0 by f", "0 by m", "1 by f", "1 by m", "2 by f", "2 by m");
        assertThat(audited(rows, "in_order", "number", "said_number").fairness())
                .isEqualTo(byMap);
        assertThatThrownBy(() -> audited(rows, "in_order", "truth", "said"))
                .hasMessage(
                        "Cannot audit 'in_order' as probabilities: it holds array<double>, which does not say whose they are of the"
                                + " classes in 'truth'. Make it a map of class and probability.");
        assertThatThrownBy(() -> audited(
                        rows.withColumn("two", functions.slice(functions.col("in_order"), 1, 2)),
                        "two",
                        "number",
                        "said_number"))
                .hasMessage(
                        "Cannot audit 'two' as probabilities: it holds those of 2 classes, numbered from 0, and a row has the"
                                + " class 2. Hold one for each, or take --probabilities away.");
        AuditedScores broken = audited(
                rows.withColumn("one_more", functions.expr("if(id = 7, array(2.0D, 0.1D, 0.2D), in_order)")),
                "one_more",
                "number",
                "said_number");
        assertThat(broken.withoutProbabilities()).isEqualTo(1);
        assertThat(broken.gates()).extracting(GateDecision::passed).containsExactly(false);
        assertThatThrownBy(() -> audited(rows, "by_class", "number", "said_number"))
                .hasMessage(
                        "Cannot audit 'by_class' as probabilities: there is none of '0', '1', '2', in 'number' and 'said_number'; they"
                                + " are of 'egg', 'ham', 'jam'. Write classes alike, or take --probabilities away.");
        assertThatThrownBy(() -> audited(rows, "said", "truth", "said"))
                .hasMessageContaining("Cannot audit 'said' as probabilities: it holds string.");
    }

    private static AuditedScores audited(Dataset<Row> rows, String probabilities, String label, String prediction) {
        return audit(
                        new ScoreColumns(
                                Task.MULTICLASS,
                                Optional.empty(),
                                Optional.of(probabilities),
                                Optional.of(label),
                                Optional.of(prediction),
                                Optional.empty(),
                                0.5,
                                Optional.empty(),
                                List.of("sex")),
                        new Gate(
                                "auc_of_" + (label.equals("truth") ? "jam" : "2"),
                                Optional.of(.01),
                                Optional.empty(),
                                Optional.empty(),
                                Gate.JudgedBy.POINT))
                .of(rows);
    }

    @Test
    void aQuantityIsItsOwnPrediction(SparkSession spark) {
        Dataset<Row> rows = spark.range(400)
                .selectExpr("if(id % 4 = 0, 'f', 'm') as sex", "id + 0.5 as probability", "double(id) as cost");

        AuditedScores audited = audit(with(Task.REGRESSION, "cost", Optional.empty(), Optional.empty()))
                .of(rows);

        assertThat(audited.fairness().overall().metric("mae")).isEqualTo(0.5);
        assertThat(audited.fairness().overall().metric("mean_residual")).isEqualTo(-0.5);
    }

    @Test
    void whatTheTaskIsDoesNotFollowFromTheNumbers(SparkSession spark) {
        Dataset<Row> rows = spark.range(400)
                .selectExpr(
                        "if(id % 4 = 0, 'f', 'm') as sex",
                        "double(id % 5 + 1) as probability", "int(id % 3 + 1) as stars", "int(id % 2) as grade");

        AuditedScores stars = audit(with(Task.REGRESSION, "stars", Optional.empty(), Optional.empty()))
                .of(rows);
        AuditedScores grades = audit(with(Task.MULTICLASS, "grade", Optional.of("grade"), Optional.empty()))
                .of(rows);

        assertThat(stars.fairness().overall().metrics()).containsKey("mae").doesNotContainKey("accuracy");
        assertThat(grades.fairness().overall().metrics())
                .containsKey("recall_of_1")
                .doesNotContainKey("auc");
    }

    @Test
    void withoutLabelsOnlyPredictionsAreCompared(SparkSession spark) {
        ScoreColumns unlabelled = new ScoreColumns(
                Task.BINARY,
                Optional.of("probability"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0.5,
                Optional.empty(),
                List.of("sex"));

        AuditedScores audited = audit(unlabelled).of(loans(spark));

        assertThat(audited.labelled()).isFalse();
        assertThat(audited.fairness().overall().metrics())
                .containsKey("selection_rate")
                .doesNotContainKey("accuracy");
        Gate gate = new Gate("accuracy", Optional.of(.5), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);
        assertThatThrownBy(() -> audit(unlabelled, gate).of(loans(spark)))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("'accuracy': it compares predictions with what came true");
    }

    @Test
    void saysWhatIsWrongWithATable(SparkSession spark) {
        Dataset<Row> rows = loans(spark).selectExpr("*", "int(probability * 10) as grade");

        assertRefused(with(Task.BINARY, "payed back", Optional.empty(), Optional.of("yes")), rows)
                .hasMessageContaining("no column 'payed back'. Did you mean 'paid back'?");
        assertRefused(with(Task.BINARY, "paid back", Optional.empty(), Optional.empty()), rows)
                .hasMessageContaining("with --positive. It holds 'no', 'yes'.");
        assertRefused(with(Task.BINARY, "paid back", Optional.empty(), Optional.of("Yes")), rows)
                .hasMessageContaining("no row has the label 'Yes' of --positive");
        assertRefused(with(Task.BINARY, "grade", Optional.empty(), Optional.empty()), rows)
                .hasMessageContaining("as a yes or no: it holds")
                .hasMessageContaining("--task regression");
        assertRefused(with(Task.REGRESSION, "paid back", Optional.empty(), Optional.empty()), rows)
                .hasMessageContaining("as a quantity: it holds string");
        assertRefused(with(Task.BINARY, "grade", Optional.empty(), Optional.of("1")), rows.limit(0))
                .hasMessageContaining("no rows");
        assertRefused(
                        new ScoreColumns(
                                Task.BINARY,
                                Optional.of("sex"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                0.5,
                                Optional.empty(),
                                List.of("sex")),
                        rows)
                .hasMessageContaining("'sex' as the score: it holds string");
    }

    @Test
    void saysByTheNamesOfTheTableWhatItsRowsLack(SparkSession spark) {
        Dataset<Row> rows = loans(spark)
                .selectExpr(
                        "*",
                        "if(`paid back` = 'yes', 1, 0) as decision",
                        "if(probability > 0.5, 'yes', 'no') as said",
                        "if(probability < 0.2, null, probability) as some",
                        "probability - 0.5 as weight");

        assertRefused(decided("decision", Optional.of("probability"), Optional.empty()), rows)
                .hasMessage(
                        "Cannot audit 'decision': no row has the prediction 'yes' of --positive, and none that is a label. It"
                                + " holds '0', '1', and 'paid back' 'no', 'yes'. Write both alike.");
        assertRefused(decided("said", Optional.of("some"), Optional.empty()), rows)
                .hasMessageMatching(
                        "Cannot audit the scores: [0-9,]+ of [0-9,]+ rows have no value in 'some' or 'said'\\..*");
        assertRefused(decided("said", Optional.of("probability"), Optional.of("weight")), rows)
                .hasMessageContaining("rows have no weight in 'weight', or one below 0.");
        assertRefused(with(Task.MULTICLASS, "paid back", Optional.of("decision"), Optional.empty()), rows)
                .hasMessageContaining("'paid back' and 'decision': they have no value in common");
    }

    private static ScoreColumns decided(String prediction, Optional<String> score, Optional<String> weight) {
        return new ScoreColumns(
                Task.BINARY,
                score,
                Optional.empty(),
                Optional.of("paid back"),
                Optional.of(prediction),
                Optional.of("yes"),
                0.5,
                weight,
                List.of("sex"));
    }

    private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
            ScoreColumns columns, Dataset<Row> rows) {
        return assertThatThrownBy(() -> audit(columns).of(rows)).isInstanceOf(LeptonException.class);
    }
}
