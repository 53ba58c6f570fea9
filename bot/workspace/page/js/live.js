// The stream of what happens in the workspace: one WebSocket that comes back by itself.

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 5000;

export class Live {
  /**
   * @param {URL} url
   * @param {{event: (event: any) => void, up: (again: boolean) => void, down: () => void}} to
   */
  constructor(url, to) {
    this.url = url;
    this.to = to;
    this.closed = false;
    this.wait = FIRST_WAIT_MS;
    this.opened = 0;
    this.#open();
  }

  #open() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.onopen = () => {
      this.wait = FIRST_WAIT_MS;
      this.opened += 1;
      this.to.up(this.opened > 1);
    };
    socket.onmessage = (event) => {
      if (!this.closed) this.to.event(JSON.parse(event.data));
    };
    socket.onclose = () => {
      if (this.closed) return;
      this.to.down();
      setTimeout(() => this.closed || this.#open(), this.wait);
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
    };
  }

  close() {
    this.closed = true;
    this.socket.close();
  }
}
