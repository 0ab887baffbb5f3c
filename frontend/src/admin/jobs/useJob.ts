import "../../shared/late";
import { useState } from "react";
import { api } from "../../shared/api";
import { type JobCalls, useWatchedJob, type WatchedJob } from "../../shared/job";
import { PersonalStorage } from "../../shared/personalStorage";
import { useSelf } from "../self";

const jobs: JobCalls = {
  find: (id, signal) => api("GET", `/api/job/${id}`, undefined, { signal }),
  cancel: (id) => api("DELETE", `/api/job/${id}`),
};

/** The job that was begun on a page of the panel; `name` is the page's own. */
export function useJob<Report>(name: string, onEnd: () => void): WatchedJob<Report> {
  const self = useSelf();
  const [storage] = useState(() => new PersonalStorage(self?.id ?? 0));
  return useWatchedJob(name, storage, jobs, onEnd);
}
