/** Stages of tasks that all run at the same time and talk to each other: what trainings in parallel are made of. */
package io.lepton.training.barrier;
