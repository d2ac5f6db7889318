/**
 * One class a stage: load, check, transform, verify, publish, record. The algorithms stand in the packages beside this one; a job wires
 * the pipeline file to them.
 *
 * <p>{@link io.lepton.jobs.StageRunner} runs stages in order and keeps the promise that a stage is idempotent per run id: a stage that
 * the ledger holds as done is not run again, and every write before that carries the run id, so that writing it twice changes nothing.
 */
package io.lepton.jobs;
