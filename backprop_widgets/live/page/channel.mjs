import { Outbox } from "./outbox.mjs";
import { nextEdition } from "./edition.mjs";

/** @typedef {import("./view.mjs").View} View */

/** Milliseconds without an answer after which the page says that the kernel is gone. */
const PATIENCE = 5000;
/** Milliseconds that a kernel has to say that it is only busy. */
const ECHO = 2000;

/** Milliseconds after which the whole that was asked for is asked for again. */
const WHOLE = 1000;
/** What JupyterLab calls a kernel from which no answer will come. */
const ENDINGS = ["restarting", "autorestarting", "terminating", "dead"];

const NO_CONNECTION =
  "The connection to the kernel is cut; it is being tried again. What you do meanwhile is kept, and follows then.";
const BUSY = "The kernel is busy with another cell: your change follows when that one is done.";

/** Sends what the outbox lets through, takes the answers, and notices when none come. */
export class Channel {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.outbox = new Outbox(Math.random().toString(36).slice(2));
    /** The last version that was heard of. */
    this.latest = 0;
    /** There is no connection, as JupyterLab says. */
    this.isCut = false;
    view.onModel("msg:custom", (content) => this.onMessage(content));
    this.watchKernel();
    this.watchPage();
    this.tell("shown");
    view.atEnd(() => this.tell("gone"));
  }

  /** A page that is left may come back, from the browser's memory or from sleep, with this view as it was. */
  watchPage() {
    this.view.onWindow("pagehide", () => this.tell("gone"));
    this.view.onWindow("pageshow", (event) => event.persisted && this.tell("shown"));
    this.view.hear(document, "resume", () => this.tell("shown"));
  }

  /**
   * Say something about the view itself: nobody waits for it, and it waits for nothing.
   * @param {"shown" | "gone" | "ask"} news
   */
  tell(news) {
    try {
      this.view.model.send({ view: this.outbox.view, news, version: this.view.model.get("edition").version });
    } catch {
      // The connection is closed: there is nobody to tell.
    }
  }

  /** JupyterLab and Notebook tell at once when the kernel goes; elsewhere the missing answer has to do. */
  watchKernel() {
    const session = this.view.model.widget_manager?.context?.sessionContext;
    this.follow(session?.statusChanged, (status) => ENDINGS.includes(status) && this.onKernelEnd());
    this.follow(session?.connectionStatusChanged, (status) => {
      if (status === "connected") this.onConnected();
      else this.onCut();
    });
  }

  onCut() {
    this.isCut = true;
    this.view.timers.forget("answer");
    if (!this.view.notices.gone) this.view.notices.complain(NO_CONNECTION);
  }

  /** What was under way may be lost: it goes again, and a kernel that has had it says so. */
  onConnected() {
    this.isCut = false;
    if (this.view.notices.complaint === NO_CONNECTION) this.view.notices.complain("");
    this.tell("shown");
    this.outbox.sendAgain();
    this.pump();
  }

  /**
   * Listen to a signal of JupyterLab's until the view ends.
   * @param {any} signal  undefined elsewhere
   * @param {(news: string) => void} handler
   */
  follow(signal, handler) {
    const onNews = (/** @type {any} */ _, /** @type {string} */ news) => handler(news);
    signal?.connect(onNews);
    this.view.atEnd(() => signal?.disconnect(onNews));
  }

  /**
   * @param {string} key
   * @param {string} type
   * @param {Object<string, any>} value
   * @returns {number} the seq of the message
   */
  put(key, type, value) {
    const seq = this.outbox.put(key, type, value);
    if (this.isCut) this.onCut();
    else this.pump();
    return seq;
  }

  /** Send what the window has room for. */
  pump() {
    for (let message = this.outbox.take(); message; message = this.outbox.take()) {
      try {
        this.view.model.send(message);
      } catch {
        this.onKernelGone(); // the connection is closed: there is nobody to send to
        return;
      }
    }
    this.awaitAnswer();
  }

  awaitAnswer() {
    const { timers } = this.view;
    if (this.outbox.underway.size === 0) timers.forget("answer");
    else if (!timers.has("answer")) timers.later("answer", PATIENCE, () => this.onSilence());
  }

  onSilence() {
    if (this.view.model.widget_manager?.kernel?.status === "busy") {
      this.onBusy();
    } else {
      // JupyterLab calls a kernel idle whose other thread has nothing to do: that one answers at once.
      this.tell("ask");
      this.view.timers.later("answer", ECHO, () => this.onKernelGone());
    }
  }

  /** The kernel may say so just as it answers, and be heard after the answer: then nothing is awaited any more. */
  onBusy() {
    if (!this.outbox.isOwed()) return;
    this.view.notices.complain(BUSY);
    this.view.timers.forget("answer");
    this.awaitAnswer();
  }

  /** @param {any} content  what is new on the page, an answer to one of its views, or both */
  onMessage(content) {
    if (content?.version !== undefined) this.takeEdition(content);
    if (content?.view === this.outbox.view) this.onAnswer(content);
  }

  /** @param {any} content  for all views of the model: the first that hears it brings the model up to date */
  takeEdition(content) {
    const { model } = this.view;
    const edition = nextEdition(model.get("edition"), content);
    this.latest = Math.max(this.latest, content.version);
    if (edition) model.set("edition", edition);
    else this.askForWhole();
  }

  /** A message was lost: say what is shown, so that the whole comes, until it has come. */
  askForWhole() {
    if (this.view.timers.has("whole")) return;
    this.tell("shown");
    this.view.timers.later("whole", WHOLE, () => {
      if (this.view.model.get("edition").version < this.latest) this.askForWhole();
    });
  }

  /** @param {any} content */
  onAnswer(content) {
    this.view.notices.setGone(false);
    if (content.busy) {
      this.onBusy();
      return;
    }
    this.outbox.acknowledge(content.ack);
    this.view.timers.forget("answer");
    if (this.view.notices.complaint === BUSY) this.view.notices.complain("");
    this.view.picture.updateSoon();
    this.pump();
  }

  onKernelEnd() {
    this.outbox.drop();
    this.onKernelGone();
  }

  /** Nothing is awaited any more. What the hand still does is sent, in case somebody answers after all. */
  onKernelGone() {
    this.outbox.giveUp();
    this.view.timers.forget("answer");
    this.view.notices.setGone(true);
    this.view.picture.updateSoon();
  }
}
