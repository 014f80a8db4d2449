import type { DocumentEvent } from "../gen/quire/document/v1/document_pb.js";
import { ErrorReason } from "../gen/quire/job/v1/errors_pb.js";
import type { OutlineEvent } from "../gen/quire/outline/v1/outline_pb.js";

/** Prints the progress of a job until it has ended, and throws if it did not end well. */
export async function follow(events: AsyncIterable<OutlineEvent | DocumentEvent>): Promise<void> {
  for await (const { payload } of events) {
    if (payload.case === "progress") {
      const percent = Math.round(payload.value.fraction * 100);
      console.error(`${percent.toString().padStart(3)} %  ${payload.value.message}`);
    } else if (payload.case === "failed") {
      const { failure } = payload.value;
      const reason = ErrorReason[failure?.reason ?? ErrorReason.UNSPECIFIED];
      throw new Error(`the job failed: ${failure?.message} (${reason})`);
    } else if (payload.case === "cancelled") {
      throw new Error("the job was cancelled");
    }
  }
}
